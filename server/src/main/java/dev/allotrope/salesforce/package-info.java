/// Salesforce Knowledge as a [dev.allotrope.source.Source].
///
/// The only package that knows SOQL, describe, `PublishStatus` and what an article is. Only rows that are Online leave it.
@NullMarked
@ApplicationModule(allowedDependencies = {"source", "kernel"})
package dev.allotrope.salesforce;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
