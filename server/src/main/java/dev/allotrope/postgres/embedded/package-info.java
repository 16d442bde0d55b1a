/// The launcher of the embedded PostgreSQL: the programs, the account they run under, the data folder, the cluster in
/// it.
///
/// Entry point: [EmbeddedPostgres]. Invariants: a data folder is locked before anything in it is touched; a cluster
/// appears whole (made beside its place, then renamed); a postmaster is recognised by its process id *and* by the
/// folder on its command line, since after a reboot the id may be anybody's. Tested by `EmbeddedPostgresIT`, which
/// kills real processes.
@NullMarked
package dev.allotrope.postgres.embedded;

import org.jspecify.annotations.NullMarked;
