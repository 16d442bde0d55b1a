package dev.allotrope.sync;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.Cursor;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// The runs of connections, and the checkpoints by which they survive a crash.
public final class SyncRuns {
    private static final JsonMapper JSON = JsonMapper.shared();
    /// Runs of older servers counted less, and were asked for less.
    private static final ObjectReader COUNTS = lenient(SyncRun.Counts.class);

    private static final ObjectReader REQUEST = lenient(Stored.class);

    /// The stages in which documents are queued.
    private static final Set<SyncRun.Stage> QUEUEING = Set.of(SyncRun.Stage.LIST, SyncRun.Stage.RESOLVE);

    /// Another worker took the run, or it was canceled: whoever sees this stops without a trace.
    static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Superseded(RunId run) {
            super("run " + run + " is no longer ours");
        }
    }

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    SyncRuns(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.events = events;
    }

    /// The runs of a connection, newest first.
    public List<SyncRun> list(Tenant tenant, ConnectionId connection, Page page) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT * FROM sync_run WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND id > ?
                        ORDER BY id DESC LIMIT ? OFFSET ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .params(page.startingId(), page.limit(), page.offset())
                        .query(SyncRuns::read)
                        .list());
    }

    public long count(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql(
                                "SELECT count(*) FROM sync_run WHERE organization_id = ? AND customer_id = ? AND connection_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query(Long.class)
                        .single());
    }

    public Optional<SyncRun> find(Tenant tenant, RunId id) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT * FROM sync_run WHERE organization_id = ? AND customer_id = ? AND id = ?")
                        .params(tenant.organization().value(), tenant.customer().value(), id.value())
                        .query(SyncRuns::read)
                        .optional());
    }

    /// Connections with unfinished runs, for the sweep.
    List<SyncJob> open() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT DISTINCT organization_id, customer_id, connection_id FROM sync_run WHERE finished_at IS NULL
                        """)
                        .query((row, number) ->
                                new SyncJob(tenant(row), new ConnectionId(row.getLong("connection_id"))))
                        .list());
    }

    /// The unfinished full run of a connection that has not started to list, if there is one: a new request joins it.
    Optional<SyncRun> queuedFull(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT * FROM sync_run WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                          AND mode IN ('FIRST', 'FULL') AND status = 'QUEUED' ORDER BY id LIMIT 1
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query(SyncRuns::read)
                        .optional());
    }

    /// How everything is listed: for the first time, or again.
    SyncRun.Mode whole(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT CASE WHEN EXISTS (SELECT 1 FROM sync_run
                                                 WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                                                   AND mode IN ('FIRST', 'FULL') AND status = 'COMPLETED')
                               THEN 'FULL' ELSE 'FIRST' END
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query((row, number) -> SyncRun.Mode.valueOf(row.getString(1)))
                        .single());
    }

    /// A run of a connection that is watched begins with a question.
    SyncRun create(
            Tenant tenant, ConnectionId connection, SyncRun.Cause cause, SyncRun.Mode mode, SyncRun.Request request) {
        SyncRun run = jdbc.sql("""
                        INSERT INTO sync_run (organization_id, customer_id, connection_id, cause, mode, status, stage, request,
                            counts, released)
                        VALUES (?, ?, ?, ?, ?, 'QUEUED',
                            CASE WHEN ? = 'SELECTED' THEN 'RESOLVE'
                                 WHEN EXISTS (SELECT 1 FROM sync_watch w WHERE w.connection_id = ? AND w.every_seconds IS NOT NULL)
                                 THEN 'PROBE' ELSE 'LIST' END,
                            ?::jsonb, ?::jsonb, ?) RETURNING *
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(cause.name(), mode.name())
                .params(mode.name(), connection.value())
                .params(JSON.writeValueAsString(Stored.of(request)), JSON.writeValueAsString(SyncRun.Counts.NONE))
                .param(cause == SyncRun.Cause.RELEASE)
                .query(SyncRuns::read)
                .single();
        events.publishEvent(new SyncNews.Requested(run));
        return run;
    }

    /// Takes the connection's next run for a slice: chosen documents before listings, then the oldest. The
    /// epoch moves, so that a worker which still believes to have the run writes nothing any more.
    Optional<SyncRun> take(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        UPDATE sync_run
                        SET epoch = epoch + 1, status = 'RUNNING', started_at = coalesce(started_at, clock_timestamp()),
                            retry_at = NULL, updated_at = clock_timestamp()
                        WHERE id = (SELECT id FROM sync_run
                                    WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                                      AND finished_at IS NULL AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                                    ORDER BY mode <> 'SELECTED', id LIMIT 1)
                        RETURNING *
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query(SyncRuns::read)
                        .optional());
    }

    /// When the next unfinished run of a connection may go on, if there is one.
    Optional<Instant> next(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT min(coalesce(retry_at, created_at)) AS next FROM sync_run
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND finished_at IS NULL
                        HAVING count(*) > 0
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query((row, number) -> row.getTimestamp(1).toInstant())
                        .optional());
    }

    /// Does a step's writes, notes what it used and moves the run on, in one transaction, if the run is still ours.
    SyncRun checkpoint(SyncRun run, Supplier<Checkpoint> step) {
        return RunMeter.Account.commit(
                run,
                used -> transactions.in(run.tenant(), () -> {
                    own(run);
                    SyncRun saved = save(run, step.get());
                    if (QUEUEING.contains(run.stage()) && saved.stage() == SyncRun.Stage.FETCH) {
                        events.publishEvent(new SyncNews.Queued(saved));
                    }
                    used.run();
                    return saved;
                }));
    }

    /// Remembers what could not be done for things that were asked for, and tells it.
    void skip(SyncRun run, List<SyncRun.Skipped> skipped) {
        if (!skipped.isEmpty()) {
            note(run, skipped);
            events.publishEvent(new SyncNews.ItemsSkipped(run, skipped));
        }
    }

    /// Remembers it alone.
    void note(SyncRun run, List<SyncRun.Skipped> skipped) {
        if (!skipped.isEmpty()) {
            jdbc.sql("""
                            UPDATE sync_run SET skipped = skipped || ?::jsonb
                            WHERE organization_id = ? AND customer_id = ? AND id = ?
                            """)
                    .param(JSON.writeValueAsString(skipped))
                    .params(
                            run.tenant().organization().value(),
                            run.tenant().customer().value(),
                            run.id().value())
                    .update();
        }
    }

    /// Adds what a step used.
    void spent(SyncRun run, long calls, Duration spent) {
        transactions.run(
                run.tenant(),
                () -> jdbc.sql("""
                        UPDATE sync_run
                        SET calls = calls + ?,
                            timings = timings || jsonb_build_object(?::text, coalesce((timings ->> ?)::bigint, 0) + ?)
                        WHERE organization_id = ? AND customer_id = ? AND id = ?
                        """)
                        .params(calls, spent.stage(), spent.stage(), spent.millis())
                        .params(
                                run.tenant().organization().value(),
                                run.tenant().customer().value(),
                                run.id().value())
                        .update());
    }

    /// Time spent in a stage.
    record Duration(String stage, long millis) {}

    void await(SyncRun run, Instant until, String reason) {
        end(run, "WAITING", until, reason, 1);
    }

    /// [#await] for the remote allowance, which is no attempt: nothing is wrong. Told once, until the run gets on
    /// again.
    void awaitAllowance(SyncRun run, Instant until, String reason) {
        transactions.run(run.tenant(), () -> {
            boolean news = limit(run);
            end(run, "WAITING", until, reason, 0)
                    .filter(_ -> news)
                    .ifPresent(waiting -> events.publishEvent(new SyncNews.Limited(waiting, reason)));
        });
    }

    private boolean limit(SyncRun run) {
        return jdbc.sql("""
                        UPDATE sync_run SET limited = true
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND epoch = ? AND NOT limited
                        """)
                        .params(
                                run.tenant().organization().value(),
                                run.tenant().customer().value())
                        .params(run.id().value(), run.epoch())
                        .update()
                == 1;
    }

    /// Ends a run and does what follows from that, in one transaction; nothing when the run is no longer ours.
    void fail(SyncRun run, String reason, Runnable consequences) {
        transactions.run(run.tenant(), () -> {
            if (end(run, "FAILED", null, reason, 1).isPresent()) {
                consequences.run();
            }
        });
    }

    /// Cancels what is unfinished of a connection and returns it. Works at once: the epoch moves.
    List<SyncRun> cancel(Tenant tenant, ConnectionId connection) {
        return jdbc.sql("""
                        UPDATE sync_run
                        SET status = 'CANCELED', epoch = epoch + 1, finished_at = clock_timestamp(),
                            updated_at = clock_timestamp()
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND finished_at IS NULL
                        RETURNING *
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .query(SyncRuns::read)
                .list();
    }

    /// Forgets the checks before this one that found nothing: the latest tells when the source was asked.
    void forgetChecksBefore(SyncRun run) {
        jdbc.sql("""
                        DELETE FROM sync_run
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND mode = 'CHECK'
                          AND status = 'COMPLETED' AND id < ?
                        """)
                .params(
                        run.tenant().organization().value(),
                        run.tenant().customer().value())
                .params(run.connection().value(), run.id().value())
                .update();
    }

    /// Erases the runs of a deleted customer: whoever is in one of them is superseded and writes nothing any more.
    boolean erase(Tenant tenant) {
        transactions.run(
                tenant,
                () -> jdbc.sql("DELETE FROM sync_run WHERE organization_id = ? AND customer_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value())
                        .update());
        return false;
    }

    private void own(SyncRun run) {
        Optional<Integer> owned = jdbc.sql("""
                        SELECT 1 FROM sync_run
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND epoch = ? AND status = 'RUNNING'
                        FOR UPDATE
                        """)
                .params(
                        run.tenant().organization().value(),
                        run.tenant().customer().value())
                .params(run.id().value(), run.epoch())
                .query(Integer.class)
                .optional();
        if (owned.isEmpty()) {
            throw new Superseded(run.id());
        }
    }

    private SyncRun save(SyncRun run, Checkpoint checkpoint) {
        return jdbc.sql("""
                        UPDATE sync_run
                        SET mode = ?, stage = ?, cursor = ?, expected = coalesce(?, expected), counts = ?::jsonb, attempts = 0,
                            limited = false, error = NULL, status = CASE WHEN ? THEN 'COMPLETED' ELSE status END,
                            finished_at = CASE WHEN ? THEN clock_timestamp() END, updated_at = clock_timestamp()
                        WHERE organization_id = ? AND customer_id = ? AND id = ? RETURNING *
                        """)
                .params(
                        checkpoint.mode().name(),
                        checkpoint.stage().name(),
                        checkpoint.cursor().value())
                .param(checkpoint.expected())
                .param(JSON.writeValueAsString(run.counts().plus(checkpoint.counts())))
                .params(checkpoint.finished(), checkpoint.finished())
                .params(
                        run.tenant().organization().value(),
                        run.tenant().customer().value(),
                        run.id().value())
                .query(SyncRuns::read)
                .single();
    }

    private Optional<SyncRun> end(SyncRun run, String status, @Nullable Instant retryAt, String reason, int attempts) {
        return transactions.in(
                run.tenant(),
                () -> jdbc.sql("""
                        UPDATE sync_run
                        SET status = ?, retry_at = ?, error = ?, attempts = attempts + ?,
                            finished_at = CASE WHEN ? = 'WAITING' THEN NULL ELSE clock_timestamp() END,
                            updated_at = clock_timestamp()
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND epoch = ? AND status = 'RUNNING'
                        RETURNING *
                        """)
                        .param(status)
                        .param(retryAt == null ? null : retryAt.atOffset(ZoneOffset.UTC))
                        .params(reason, attempts, status)
                        .params(
                                run.tenant().organization().value(),
                                run.tenant().customer().value())
                        .params(run.id().value(), run.epoch())
                        .query(SyncRuns::read)
                        .optional());
    }

    /// A request as JSON: tags as plain values.
    private record Stored(
            List<String> externalIds,
            ProcessingOptions options,
            Map<String, Object> tags,
            boolean syncAll,
            @Nullable String requestId,
            String uploadId) {
        static Stored of(SyncRun.Request request) {
            return new Stored(
                    request.externalIds(),
                    request.options(),
                    request.tags().plain(),
                    request.syncAll(),
                    request.requestId(),
                    request.uploadId());
        }

        SyncRun.Request request() {
            return new SyncRun.Request(externalIds, options, Tags.of(tags), syncAll, requestId, uploadId);
        }
    }

    private static SyncRun read(ResultSet row, int number) throws SQLException {
        return new SyncRun(
                new RunId(row.getLong("id")),
                tenant(row),
                new ConnectionId(row.getLong("connection_id")),
                SyncRun.Cause.valueOf(row.getString("cause")),
                SyncRun.Mode.valueOf(row.getString("mode")),
                SyncRun.Status.valueOf(row.getString("status")),
                SyncRun.Stage.valueOf(row.getString("stage")),
                row.getLong("epoch"),
                new Cursor(row.getString("cursor")),
                Columns.optionalNumber(row, "expected"),
                REQUEST.<Stored>readValue(row.getString("request")).request(),
                COUNTS.readValue(row.getString("counts")),
                row.getLong("calls"),
                JSON.readValue(row.getString("timings"), new TypeReference<Map<String, Long>>() {}),
                JSON.readValue(row.getString("skipped"), new TypeReference<List<SyncRun.Skipped>>() {}),
                row.getBoolean("released"),
                row.getString("error"),
                row.getInt("attempts"),
                Columns.optionalTime(row, "retry_at"),
                Columns.time(row, "created_at"),
                Columns.optionalTime(row, "started_at"),
                Columns.optionalTime(row, "finished_at"));
    }

    private static ObjectReader lenient(Class<?> type) {
        return JSON.readerFor(type).without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    private static Tenant tenant(ResultSet row) throws SQLException {
        return Tenant.parse(row.getLong("organization_id") + ":" + row.getLong("customer_id"));
    }
}
