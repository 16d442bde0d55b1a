/// The subset of SOQL that a reader of Knowledge needs, as strictly as Salesforce takes it.
///
/// [Soql#parse] turns a statement into a [Soql]; names are not resolved here, but each keeps its position, so that
/// the caller can point at it with [SoqlException#at]. Grammar: SELECT with fields, relationship paths, aggregates
/// and one level of sub-select, FROM, WHERE with semi-joins, WITH DATA CATEGORY, GROUP BY, ORDER BY, LIMIT, OFFSET
/// (SOQL and SOSL Reference).
///
/// Invariants: AND and OR never mix without parentheses; dateTimes are unquoted; strings are in single quotes.
@NullMarked
package dev.allotrope.salesforce.sim.soql;

import org.jspecify.annotations.NullMarked;
