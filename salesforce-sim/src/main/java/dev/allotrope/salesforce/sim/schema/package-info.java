/// The org's objects as one user sees them.
///
/// [View] says what a user may see, [Schema] lists the objects there are for that user. [VersionTable] is the article
/// version object, with the optional fields that the org's features bring; the others are the article, its category
/// selections, files and their links, record types and users (Object Reference; Knowledge Developer Guide).
///
/// Invariants: what describe shows is what a query may select; a hidden field is in neither; each object applies the
/// rules of visibility to its own rows.
@NullMarked
package dev.allotrope.salesforce.sim.schema;

import org.jspecify.annotations.NullMarked;
