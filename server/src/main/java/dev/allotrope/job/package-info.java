/// Durable jobs and schedules. The only package that sees db-scheduler.
///
/// A job is a name and an instance; one instance runs at most once at a time across nodes, in slices of at most ten
/// seconds, and may run again after a crash: every handler is idempotent.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
