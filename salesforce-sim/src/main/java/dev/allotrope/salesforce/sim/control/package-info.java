/// What a test or an operator turns on the simulated org: the clock, the switches, the faults and the ledger of
/// calls.
///
/// Nothing here knows Knowledge or HTTP. Every request passes the [Ledger] first and [Faults] second; the
/// [SimClock] stamps articles and ages tokens; [Switches] say what the org has and what its user may see.
///
/// Invariants: all types are safe for concurrent use; a switch change is seen by the next request; a planned fault
/// is handed out at most as often as it was planned.
@NullMarked
package dev.allotrope.salesforce.sim.control;

import org.jspecify.annotations.NullMarked;
