/// Salesforce Knowledge as a [dev.allotrope.source.Source].
///
/// The only package that knows SOQL, describe, `PublishStatus` and what an article is. Only rows that are Online
/// leave it.
///
/// Reading starts at [dev.allotrope.salesforce.SalesforceSource]: [dev.allotrope.salesforce.Describing] finds out
/// what the org's Knowledge object looks like, [dev.allotrope.salesforce.article.Soql] asks for what it has,
/// [dev.allotrope.salesforce.ArticleListing] walks the published keys, a page or two
/// [ahead][dev.allotrope.salesforce.ahead] of its reader, [dev.allotrope.salesforce.Bodies] reads
/// whole articles, [dev.allotrope.salesforce.article.Articles] turns rows into items and contents.
/// [dev.allotrope.salesforce.SalesforceAttachments] reads the files that hang on articles and the images inside them.
/// [dev.allotrope.salesforce.rest.SalesforceRest] makes every call, and [dev.allotrope.salesforce.rest.Refusal] is
/// the one place that knows what an error answer means.
///
/// Invariants: rows are counted against what Salesforce announced, so an error or a short answer is never a shorter
/// result; an access token is sent to the connection's instance only; no text of an article is logged or part of a
/// failure's message.
@NullMarked
@ApplicationModule(
        allowedDependencies = {"source", "source :: attachment", "source :: audit", "source :: settings", "kernel"})
package dev.allotrope.salesforce;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
