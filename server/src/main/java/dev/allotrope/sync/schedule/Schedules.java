package dev.allotrope.sync.schedule;

import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The schedule of each connection. Whoever locks a connection and its schedule locks the connection first.
final class Schedules {
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Schedules(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Has a connection planned anew, also one that has no schedule yet. Call inside a transaction.
    void reconsider(Tenant tenant, ConnectionId connection) {
        jdbc.sql("""
                        INSERT INTO sync_schedule (connection_id, organization_id, customer_id) VALUES (?, ?, ?)
                        ON CONFLICT (connection_id) DO UPDATE SET stale = true
                        """)
                .params(
                        connection.value(),
                        tenant.organization().value(),
                        tenant.customer().value())
                .update();
    }

    /// Has the connections of everybody in a scope planned anew. Call inside a transaction.
    void reconsider(Scope scope) {
        jdbc.sql("""
                        UPDATE sync_schedule SET stale = true
                        WHERE connection_id IN (SELECT connection_id FROM sync_schedule
                                                WHERE (?::bigint IS NULL OR organization_id = ?)
                                                  AND (?::bigint IS NULL OR customer_id = ?) AND NOT stale
                                                ORDER BY connection_id FOR UPDATE)
                        """)
                .param(organization(scope))
                .param(organization(scope))
                .param(customer(scope))
                .param(customer(scope))
                .update();
    }

    /// Has those planned anew that were reckoned with other times between runs than these.
    void reconsiderOthers(List<Duration> known) {
        transactions.run(
                Scope.SYSTEM,
                () -> jdbc.sql("UPDATE sync_schedule SET stale = true WHERE every_seconds <> ALL (?)")
                        .param(known.stream().map(Duration::toSeconds).toArray(Long[]::new))
                        .update());
    }

    /// At most `limit` connections that have to be planned anew.
    List<Connections.Owned> stale(int limit) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT organization_id, customer_id, connection_id FROM sync_schedule WHERE stale
                        ORDER BY connection_id LIMIT ?
                        """).param(limit).query(Schedules::owned).list());
    }

    /// At most `limit` connections that are due, the longest overdue first. One that is being listed is not: it
    /// comes up when that run has ended.
    List<Connections.Owned> due(Instant now, int limit) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT organization_id, customer_id, connection_id FROM sync_schedule s
                        WHERE due_at <= ? AND NOT EXISTS (SELECT 1 FROM sync_run r
                                                          WHERE r.connection_id = s.connection_id AND r.mode <> 'SELECTED'
                                                            AND r.finished_at IS NULL)
                        ORDER BY due_at, connection_id LIMIT ?
                        """)
                        .params(now.atOffset(ZoneOffset.UTC), limit)
                        .query(Schedules::owned)
                        .list());
    }

    /// How many runs that nobody asked for wait for their first turn or had it lately. One that goes on for
    /// long shares the lane with all others, and one that waits for its source takes no turn: neither keeps
    /// others from starting.
    int underway() {
        return transactions.in(
                Scope.SYSTEM, () -> jdbc.sql("""
                        SELECT count(*) FROM sync_run
                        WHERE finished_at IS NULL AND cause IN ('SCHEDULE', 'CHECK')
                          AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                          AND (started_at IS NULL OR started_at > clock_timestamp() - interval '1 minute')
                        """).query(Integer.class).single());
    }

    /// The schedule, locked until the transaction ends; empty when nothing is scheduled.
    Optional<Schedule> lock(Tenant tenant, ConnectionId connection) {
        return jdbc.sql("""
                        SELECT every_seconds, due_at FROM sync_schedule
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? FOR UPDATE
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .query((row, number) -> Optional.ofNullable(schedule(row)))
                .optional()
                .flatMap(schedule -> schedule);
    }

    /// Replaces the schedule, or takes the connection off it. Call inside the transaction that locked it.
    void save(Tenant tenant, ConnectionId connection, Optional<Schedule> schedule) {
        jdbc.sql("""
                        UPDATE sync_schedule SET every_seconds = ?, due_at = ?, stale = false
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                        """)
                .param(schedule.map(planned -> planned.every().toSeconds()).orElse(null))
                .param(schedule.map(planned -> planned.dueAt().atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .update();
    }

    private static Connections.Owned owned(ResultSet row, int number) throws SQLException {
        return new Connections.Owned(
                Tenant.parse(row.getLong("organization_id") + ":" + row.getLong("customer_id")),
                new ConnectionId(row.getLong("connection_id")));
    }

    private static @Nullable Schedule schedule(ResultSet row) throws SQLException {
        long every = row.getLong("every_seconds");
        return row.wasNull()
                ? null
                : new Schedule(
                        Duration.ofSeconds(every), row.getTimestamp("due_at").toInstant());
    }

    private static @Nullable Long organization(Scope scope) {
        return switch (scope) {
            case Tenant tenant -> tenant.organization().value();
            case Scope.Organization organization -> organization.id().value();
            case Scope.System _ -> null;
        };
    }

    private static @Nullable Long customer(Scope scope) {
        return scope instanceof Tenant tenant ? tenant.customer().value() : null;
    }
}
