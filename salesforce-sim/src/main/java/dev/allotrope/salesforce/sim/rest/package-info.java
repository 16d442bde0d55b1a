/// The REST data API of the org: versions, describe, query, retrieve, limits.
///
/// [RestApi] is the entry point: [RestApi#kind] says what a request asks for, so that the ledger and the faults see
/// it first, and [RestApi#answer] answers it. [KnowledgeSchema] lists the fields that exist now and that the user
/// may see; a query is bound to them by [QueryPlan], and its rows are paged by [Cursors].
///
/// Invariants: what describe shows is what a query may select; an error is never an empty page.
@NullMarked
package dev.allotrope.salesforce.sim.rest;

import org.jspecify.annotations.NullMarked;
