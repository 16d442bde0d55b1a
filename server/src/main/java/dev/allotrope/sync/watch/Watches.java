package dev.allotrope.sync.watch;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.source.Pulse;
import dev.allotrope.source.Watermark;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The watch of each connection. Methods that name a run do nothing for a connection that is not watched; call them,
/// and [#plan] and [#start], inside a transaction. Whoever locks a connection and its watch locks the connection first.
public final class Watches {
    private static final String OF = " WHERE organization_id = ? AND customer_id = ? AND connection_id = ?";

    private final Transactions transactions;
    private final JdbcClient jdbc;

    public Watches(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// A connection and whose it is.
    public record Watched(Tenant tenant, ConnectionId connection) {}

    /// What a run asked the source, and when by our clock, before it read anything; `moved` when that is not what was
    /// known.
    public record Asked(RunId run, Pulse pulse, Instant at, boolean moved) {}

    public Optional<Watch> find(Tenant tenant, ConnectionId connection) {
        return transactions.in(tenant, () -> read(tenant, connection, ""));
    }

    /// What is known of a connection's source.
    public Watch known(Tenant tenant, ConnectionId connection) {
        return find(tenant, connection).orElse(Watch.UNKNOWN);
    }

    /// Watches a connection from `first` on, or no longer when `every` is null. A check that is due already stays due;
    /// the same wait as before moves nothing.
    public void plan(Tenant tenant, ConnectionId connection, @Nullable Duration every, Instant first) {
        if (every == null) {
            jdbc.sql("UPDATE sync_watch SET every_seconds = NULL, check_at = NULL" + OF)
                    .params(of(tenant, connection))
                    .update();
            return;
        }
        jdbc.sql("""
                        INSERT INTO sync_watch AS w (connection_id, organization_id, customer_id, every_seconds, check_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (connection_id) DO UPDATE
                        SET every_seconds = excluded.every_seconds,
                            check_at = CASE WHEN w.every_seconds = excluded.every_seconds THEN w.check_at
                                            ELSE least(w.check_at, excluded.check_at) END
                        """)
                .params(
                        connection.value(),
                        tenant.organization().value(),
                        tenant.customer().value())
                .params(every.toSeconds(), utc(first))
                .update();
    }

    /// At most `limit` connections that are due, the longest overdue first. One that is busy with a run is not: it
    /// comes up when that has ended.
    public List<Watched> due(Scope scope, Instant now, int limit) {
        return transactions.in(
                scope,
                () -> jdbc.sql("""
                        SELECT organization_id, customer_id, connection_id FROM sync_watch w
                        WHERE check_at <= ? AND NOT EXISTS (SELECT 1 FROM sync_run r
                                                            WHERE r.connection_id = w.connection_id AND r.finished_at IS NULL)
                        ORDER BY check_at, connection_id LIMIT ?
                        """)
                        .params(utc(now), limit)
                        .query(Watches::watched)
                        .list());
    }

    /// Takes the check of a connection that is due and sets the next one, when `used` of our calls is used up. Empty
    /// when none is due.
    public boolean start(Tenant tenant, ConnectionId connection, Instant now, double used) {
        Optional<Duration> every = read(tenant, connection, " FOR UPDATE")
                .filter(watch -> watch.due(now))
                .flatMap(watch -> Optional.ofNullable(watch.every()));
        every.ifPresent(wait -> jdbc.sql("UPDATE sync_watch SET check_at = ?, may_hurry = ?" + OF)
                .params(utc(now.plus(Pace.longest(wait, used))), Pace.mayHurry(used))
                .params(of(tenant, connection))
                .update());
        return every.isPresent();
    }

    /// A run asked the source. Until it has read everything it set out to read, nothing is known to be whole that it
    /// found wanting.
    public void asked(Tenant tenant, ConnectionId connection, Asked asked, Watch.Verdict verdict) {
        boolean everything = verdict == Watch.Verdict.EVERYTHING;
        Watermark newest = asked.pulse().newest();
        jdbc.sql("""
                        UPDATE sync_watch
                        SET asked_by = ?, asked_at = ?, asked_number = ?, asked_modified = ?, asked_published = ?,
                            reconciled_at = CASE WHEN ? THEN NULL ELSE reconciled_at END
                        """ + OF)
                .params(asked.run().value(), utc(asked.at()), asked.pulse().published())
                .params(utc(newest.modified()), utc(newest.published()), everything)
                .params(of(tenant, connection))
                .update();
        pace(tenant, connection, !asked.moved());
    }

    /// How many documents a run was told that the source publishes.
    public Optional<Long> number(Tenant tenant, ConnectionId connection, RunId run) {
        return jdbc.sql("SELECT asked_number FROM sync_watch" + OF + " AND asked_by = ?")
                .params(of(tenant, connection))
                .param(run.value())
                .query(Long.class)
                .optional();
    }

    /// What was known of the files on a connection's documents when a check asked last.
    public Optional<HungFiles> hung(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT hung_number, hung_newest FROM sync_watch" + OF + " AND hung_newest IS NOT NULL")
                        .params(of(tenant, connection))
                        .query((row, number) ->
                                new HungFiles(row.getLong("hung_number"), Columns.time(row, "hung_newest")))
                        .optional());
    }

    /// A check asked, and noted which documents have to be asked about.
    public void hung(Tenant tenant, ConnectionId connection, HungFiles now) {
        jdbc.sql("UPDATE sync_watch SET hung_number = ?, hung_newest = ?" + OF)
                .params(now.number(), utc(now.newest()))
                .params(of(tenant, connection))
                .update();
    }

    /// A run read all changes up to what it had asked for.
    public void readChanges(Tenant tenant, ConnectionId connection, RunId run) {
        jdbc.sql("""
                        UPDATE sync_watch
                        SET modified = asked_modified, published = asked_published, looked_back_at = asked_at
                        """ + OF + " AND asked_by = ?")
                .params(of(tenant, connection))
                .param(run.value())
                .update();
    }

    /// A run read everything.
    public void readEverything(Tenant tenant, ConnectionId connection, RunId run) {
        readChanges(tenant, connection, run);
        jdbc.sql("UPDATE sync_watch SET reconciled_at = asked_at" + OF + " AND asked_by = ?")
                .params(of(tenant, connection))
                .param(run.value())
                .update();
    }

    /// What is known of a connection is not to be relied on any more: the next check reads everything.
    public void distrust(Tenant tenant, ConnectionId connection) {
        jdbc.sql("UPDATE sync_watch SET reconciled_at = NULL" + OF)
                .params(of(tenant, connection))
                .update();
    }

    /// Brings the next check forward, for a source that was not quiet for long.
    private void pace(Tenant tenant, ConnectionId connection, boolean quiet) {
        read(tenant, connection, " FOR UPDATE").ifPresent(watch -> {
            int inARow = quiet ? watch.quiet() + 1 : 0;
            Duration every = watch.every();
            jdbc.sql("""
                            UPDATE sync_watch
                            SET quiet = ?, check_at = CASE WHEN may_hurry THEN least(check_at, asked_at + ? * interval '1 ms')
                                                           ELSE check_at END
                            """ + OF)
                    .param(inARow)
                    .param(every == null ? 0 : Pace.hurried(every, inARow).toMillis())
                    .params(of(tenant, connection))
                    .update();
        });
    }

    private Optional<Watch> read(Tenant tenant, ConnectionId connection, String lock) {
        return jdbc.sql("""
                        SELECT every_seconds, check_at, quiet, modified, published, looked_back_at, reconciled_at
                        FROM sync_watch""" + OF + lock)
                .params(of(tenant, connection))
                .query(Watches::watch)
                .optional();
    }

    private static List<Object> of(Tenant tenant, ConnectionId connection) {
        return List.of(tenant.organization().value(), tenant.customer().value(), connection.value());
    }

    private static Watched watched(ResultSet row, int number) throws SQLException {
        return new Watched(
                Tenant.parse(row.getLong("organization_id") + ":" + row.getLong("customer_id")),
                new ConnectionId(row.getLong("connection_id")));
    }

    private static Watch watch(ResultSet row, int number) throws SQLException {
        long seconds = row.getLong("every_seconds");
        Duration every = row.wasNull() ? null : Duration.ofSeconds(seconds);
        Instant modified = Columns.optionalTime(row, "modified");
        Instant published = Columns.optionalTime(row, "published");
        return new Watch(
                every,
                Columns.optionalTime(row, "check_at"),
                row.getInt("quiet"),
                modified == null || published == null ? null : new Watermark(modified, published),
                Columns.optionalTime(row, "looked_back_at"),
                Columns.optionalTime(row, "reconciled_at"));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
