/// Answers a parsed statement from the org's objects.
///
/// A [Table] is one object as one user sees it; [QueryPlan] binds a statement to it: which rows it finds, in which
/// order, and which columns it shows. [RowWriter] shows rows as records, [Cursors] keeps what has more pages.
///
/// Invariants: a name that the table does not have is refused with its place in the statement; literals have the type
/// of their field; a row that the user may not see is never among the answers.
@NullMarked
package dev.allotrope.salesforce.sim.query;

import org.jspecify.annotations.NullMarked;
