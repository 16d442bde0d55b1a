package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.CountedStatements;
import dev.allotrope.TestDatabase;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What a start asks of the database, and a heartbeat again and again, does not grow with what there is.
class ManyCustomersIT {
    private static final int MANY = 2_000;
    private static final EmbedderId SMALL = EmbedderId.parse("small@aa");
    private static final EmbedderId LARGE = EmbedderId.parse("large@bb");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final CountedStatements statements = new CountedStatements(database.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(statements);
    private final Transactions transactions = new Transactions(new JdbcTransactionManager(statements), jdbc);
    private final TestLibrary library = new TestLibrary(jdbc, transactions);

    @Test
    void a_heartbeat_asks_as_often_however_many_customers_wait() {
        SyncRuns runs = new SyncRuns(transactions, jdbc, event -> {});
        Tick tick = new Tick(runs, library.usage, TestJobs.over(jdbc), List.of(), () -> Instant.EPOCH);
        waiting(2);
        int few = statements.of(() -> tick.run(Tick.INSTANCE));

        List<Tenant> many = waiting(40);
        int same = statements.of(() -> tick.run(Tick.INSTANCE));

        assertThat(same).isEqualTo(few).isLessThan(12);
        assertThat(woken("job_bulk"))
                .containsAll(many.stream().map(Tenant::toString).toList());
        assertThat(woken("job_prompt")).hasSizeGreaterThanOrEqualTo(42);
    }

    @Test
    void who_waits_is_found_without_reading_what_is_waiting() {
        Tenant large = library.tenant();
        documents(large, MANY, "'PROCESS'", "NULL");
        Tenant other = library.tenant();
        documents(other, 3, "'INDEX'", "NULL");

        List<Tenant> found = new ArrayList<>();
        long read = rowsRead("library_document", () -> found.addAll(library.usage.tenantsAwaiting("INDEX", "EXTRACT")));
        read += rowsRead("library_document", () -> found.addAll(library.usage.tenantsAwaiting("PROCESS")));

        assertThat(found).contains(large, other);
        assertThat(read).isLessThan(MANY / 10);
    }

    @Test
    void the_lengths_of_vectors_are_known_without_reading_all_of_them() {
        Tenant tenant = library.tenant();
        documents(tenant, MANY, "NULL", "'" + SMALL + "'");
        documents(tenant, 1, "NULL", "'" + LARGE + "'");
        vectors(tenant, SMALL, MANY, 3);
        vectors(tenant, LARGE, MANY, 5);
        vectors(tenant, EmbedderId.parse("unused@cc"), 1, 7);

        Map<EmbedderId, Integer> lengths = Map.of(SMALL, 3, LARGE, 5);
        assertThat(library.embeddings.lengths(Scope.SYSTEM)).isEqualTo(lengths);
        assertThat(rowsRead("library_embedding", () -> library.embeddings.lengths(Scope.SYSTEM)))
                .isLessThan(20);
    }

    /// Customers of whom a run is open and a document waits, and nobody was woken.
    private List<Tenant> waiting(int customers) {
        List<Tenant> tenants = new ArrayList<>();
        for (int number = 0; number < customers; number++) {
            Tenant tenant = library.tenant();
            documents(tenant, 1, "'PROCESS'", "NULL");
            transactions.run(tenant, () -> jdbc.sql("""
                            INSERT INTO sync_run (organization_id, customer_id, connection_id, cause, mode, status, stage, request,
                                counts)
                            SELECT organization_id, customer_id, id, 'SCHEDULE', 'FULL', 'QUEUED', 'LIST', '{}', '{}'
                            FROM connection""").update());
            tenants.add(tenant);
        }
        return tenants;
    }

    private void documents(Tenant tenant, int count, String awaits, String embedder) {
        ConnectionId connection = library.connection(tenant);
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                            awaits, embedder, chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors,
                            position)
                        SELECT ?, ?, ?, 'a' || number, 'a', 'READY', %s, %s, 400, 20, 'EMBEDDINGS', 'OPENAI', false, false, 1
                        FROM generate_series(1, ?) number""".formatted(awaits, embedder))
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value(), count)
                        .update());
    }

    private void vectors(Tenant tenant, EmbedderId embedder, int count, int length) {
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO library_embedding (organization_id, embedder, text_hash, vector)
                        SELECT ?, ?, sha256(number::text::bytea), decode(repeat('00', ? * 4), 'hex')
                        FROM generate_series(1, ?) number""")
                        .params(tenant.organization().value(), embedder.toString(), length, count)
                        .update());
    }

    private long rowsRead(String table, Runnable work) {
        Supplier<Long> read = () -> jdbc.sql("""
                        SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = ?""").param(table).query(Long.class).single();
        return transactions.in(Scope.SYSTEM, () -> {
            long before = read.get();
            work.run();
            return read.get() - before;
        });
    }

    private List<String> woken(String lane) {
        return jdbc.sql("SELECT task_instance FROM " + lane).query(String.class).list();
    }
}
