/// Record ids as Salesforce makes them.
///
/// The first three characters tell the object, the rest is a number in base 62; [SalesforceId] makes, normalises and
/// reads them.
///
/// Invariants: an id has 18 characters; the same number under the same prefix is the same id.
@NullMarked
package dev.allotrope.salesforce.sim.id;

import org.jspecify.annotations.NullMarked;
