/// A Salesforce org with Knowledge that runs over real HTTP, for tests and demonstrations.
///
/// [SalesforceSimulator] starts it from Java or from the command line, [SalesforceSim] inside a JUnit test, and the
/// control API under `/sim` drives it from outside. It is written from Salesforce's documentation, not from what a
/// client would like: where the documentation leaves room there is a [dev.allotrope.salesforce.sim.control.Switch].
///
/// Invariants: a request passes the ledger, then the faults, then its endpoint; the control API is never counted.
@NullMarked
package dev.allotrope.salesforce.sim;

import org.jspecify.annotations.NullMarked;
