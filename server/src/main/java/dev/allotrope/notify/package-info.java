/// Tells the outside what happens: each event of an organization is posted, signed, to each of its [Webhook]s.
///
/// Modules publish what happened as past-tense records inside their transaction; this package listens in the same
/// transaction and writes a [Delivery] for each webhook there, so that nothing is told that did not happen and
/// nothing that happened is forgotten. A durable job sends them afterwards, as often as it takes and at least once,
/// in order for each thing they are about. The form of what is sent is here too, beside the signature over it; the
/// API to manage webhooks is the wire's.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "connect",
            "connect :: vault",
            "sync",
            "library",
            "library :: usage",
            "job",
            "tenant",
            "kernel"
        })
package dev.allotrope.notify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
