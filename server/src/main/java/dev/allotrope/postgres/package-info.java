/// The database: an embedded PostgreSQL by default, an external one by URL, and backup and restore for both.
///
/// Entry points: [PostgresConfiguration] lists what the rest of the server gets (the pools, the schema check, the
/// node lock and [DatabaseHealth]); the package `embedded` is the launcher, which tests use too.
///
/// Invariants: the server never works as a superuser or with a role that bypasses row-level security; one live
/// process owns a data folder (a lock on a file in it) and one server owns a database (an advisory lock); committed
/// data survives `kill -9` of either side, so the embedded database runs with `fsync` on and is stopped, never
/// deleted, when it is found orphaned; nothing that the database logs holds statements, parameters or rows.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.postgres;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
