/// The REST data API of the org: versions, describe, query, retrieve, bytes, composite requests, limits.
///
/// [RestApi] is the entry point: [RestApi#kind] says what a request asks for, so that the ledger and the faults see
/// it first, and [RestApi#answer] answers it as the user behind the token sees the org.
///
/// Invariants: what describe shows is what a query may select; an error is never an empty page; every answer but the
/// list of versions tells the calls used.
@NullMarked
package dev.allotrope.salesforce.sim.rest;

import org.jspecify.annotations.NullMarked;
