package dev.allotrope.sync.audit;

import dev.allotrope.kernel.RunId;
import dev.allotrope.source.Grant;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// What runs proved and used.
public final class Audits {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Prover prover;

    Audits(Transactions transactions, JdbcClient jdbc, Prover prover) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.prover = prover;
    }

    /// What is kept of a run; null until there is something.
    public record Audit(
            RunId run, @Nullable Proof proof, @Nullable Budget budget) {}

    /// Counts what a run left, at the source and here. Throws no failure of the source's: the proof says what it could
    /// not tell.
    public Proof prove(Tenant tenant, SyncRun run, Grant grant) {
        return prover.prove(tenant, run, grant);
    }

    /// Keeps a proof. Call inside the run's transaction.
    public void proved(Tenant tenant, RunId run, Proof proof) {
        keep(tenant, run, "proof", proof);
    }

    /// Keeps what is used of the allowance, in place of what was.
    public void used(Tenant tenant, RunId run, Budget budget) {
        transactions.run(tenant, () -> keep(tenant, run, "budget", budget));
    }

    /// What is kept of these runs.
    public Map<RunId, Audit> of(Tenant tenant, Collection<RunId> runs) {
        return transactions
                .in(
                        tenant,
                        () -> jdbc.sql("""
                                SELECT run_id, proof, budget FROM sync_audit
                                WHERE organization_id = ? AND customer_id = ? AND run_id = ANY (?)
                                """)
                                .params(
                                        tenant.organization().value(),
                                        tenant.customer().value())
                                .param(runs.stream().map(RunId::value).toArray(Long[]::new))
                                .query(Audits::read)
                                .list())
                .stream()
                .collect(Collectors.toMap(Audit::run, audit -> audit));
    }

    /// A run that was erased meanwhile keeps nothing.
    private void keep(Tenant tenant, RunId run, String column, Object value) {
        jdbc.sql("""
                        INSERT INTO sync_audit (run_id, organization_id, customer_id, %1$s)
                        SELECT id, organization_id, customer_id, ?::jsonb FROM sync_run
                        WHERE organization_id = ? AND customer_id = ? AND id = ?
                        ON CONFLICT (run_id) DO UPDATE SET %1$s = excluded.%1$s
                        """.formatted(column))
                .param(JSON.writeValueAsString(value))
                .params(tenant.organization().value(), tenant.customer().value(), run.value())
                .update();
    }

    private static Audit read(ResultSet row, int number) throws SQLException {
        return new Audit(
                new RunId(row.getLong("run_id")),
                value(row.getString("proof"), Proof.class),
                value(row.getString("budget"), Budget.class));
    }

    private static <T> @Nullable T value(@Nullable String json, Class<T> type) {
        return json == null ? null : JSON.readValue(json, type);
    }
}
