package dev.allotrope.sync;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.Grant;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Remembers how many calls we made to each remote organization in the last 24 hours, over all connections to it.
public final class ApiBudget {
    /// Our share of an organization's daily calls, in percent.
    static final int DEFAULT_PERCENT = 20;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Connections connections;
    private final int percent;

    ApiBudget(Transactions transactions, JdbcClient jdbc, Connections connections, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a share of " + percent + " percent");
        }
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.connections = connections;
        this.percent = percent;
    }

    /// Asks the source outside of any run; the calls count like those of runs, and are refused like them.
    public <T> T within(Tenant tenant, ConnectionId connection, Function<Grant, T> work) {
        RunMeter meter = meter(remoteOrganization(tenant, connection));
        try {
            return work.apply(connections.grant(tenant, connection, meter));
        } finally {
            spent(tenant, connection, meter.open(), meter);
        }
    }

    RunMeter meter(SyncRun run) {
        return meter(remoteOrganization(run.tenant(), run.connection()));
    }

    private RunMeter meter(String remoteOrganization) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT coalesce(sum(calls), 0) AS calls, coalesce(max(allowed), 0) AS allowed FROM sync_call
                        WHERE remote_organization_id = ? AND hour > clock_timestamp() - interval '24 hours'
                        """)
                        .param(remoteOrganization)
                        .query((row, number) -> new RunMeter(percent, row.getLong("calls"), row.getLong("allowed")))
                        .single());
    }

    /// Which part of our share of a remote organization's calls is used up; 0 as long as its allowance is not known.
    public double used(Tenant tenant, ConnectionId connection) {
        return meter(remoteOrganization(tenant, connection)).used();
    }

    /// Adds what a step of a run used.
    void spent(SyncRun run, long calls, RunMeter meter) {
        spent(run.tenant(), run.connection(), calls, meter);
    }

    private void spent(Tenant tenant, ConnectionId connection, long calls, RunMeter meter) {
        if (calls == 0) {
            return;
        }
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO sync_call (remote_organization_id, hour, organization_id, customer_id, calls, allowed)
                        VALUES (?, date_trunc('hour', clock_timestamp()), ?, ?, ?, nullif(?, 0))
                        ON CONFLICT (remote_organization_id, customer_id, hour) DO UPDATE
                        SET calls = sync_call.calls + excluded.calls, allowed = coalesce(excluded.allowed, sync_call.allowed)
                        """)
                        .param(remoteOrganization(tenant, connection))
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(calls, meter.allowed())
                        .update());
    }

    /// Forgets hours that no longer count.
    void sweep() {
        transactions.run(
                Scope.SYSTEM,
                () -> jdbc.sql("DELETE FROM sync_call WHERE hour < clock_timestamp() - interval '26 hours'")
                        .update());
    }

    private String remoteOrganization(Tenant tenant, ConnectionId connection) {
        return connections
                .find(tenant, connection)
                .map(Connection::remoteOrganizationId)
                .orElseThrow(() -> new IllegalStateException("there is no connection " + connection));
    }

    /// Erases what was counted for a deleted customer.
    boolean erase(Tenant tenant) {
        transactions.run(
                tenant,
                () -> jdbc.sql("DELETE FROM sync_call WHERE organization_id = ? AND customer_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value())
                        .update());
        return false;
    }
}
