/// Calls to the REST API of an org.
///
/// [dev.allotrope.salesforce.rest.SalesforceRest] makes every call: it waits its turn, counts, renews the access
/// token once, tries again what passes by itself, and reads answers as a stream. What Salesforce refuses comes back
/// as a [dev.allotrope.salesforce.rest.Refusal], the one place that knows what an error answer means. What rarely
/// changes is kept in [dev.allotrope.salesforce.rest.ByConnection], so that it is not asked for again.
@NullMarked
package dev.allotrope.salesforce.rest;

import org.jspecify.annotations.NullMarked;
