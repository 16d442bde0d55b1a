package dev.allotrope.library.waiting;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.library.row.DocumentLocks;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How documents end their wait without what they waited for: failed, or aborted. Those that failed are told of.
public final class Endings {
    private static final String UNREADABLE = "listed as published, but its content was never readable";

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final DocumentLocks locks;

    public Endings(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.events = events;
        this.locks = new DocumentLocks(jdbc);
    }

    /// Counts that documents were superseded while they were fetched; those that were so `limit` times end failed
    /// until the next run.
    public void superseded(Tenant tenant, ConnectionId connection, Collection<String> externalIds, int limit) {
        locks.take(tenant, connection, externalIds);
        tellFailed(
                tenant,
                UNREADABLE,
                jdbc.sql("""
                        UPDATE library_document
                        SET attempts = attempts + 1,
                            status = CASE WHEN attempts + 1 >= ? THEN 'FAILED' ELSE status END,
                            awaits = CASE WHEN attempts + 1 >= ? THEN NULL ELSE awaits END,
                            error = CASE WHEN attempts + 1 >= ? THEN ? ELSE error END,
                            updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                          AND awaits = 'FETCH' AND deleted_at IS NULL
                        RETURNING id, last_sync IS NOT NULL AS again, request_id, status
                        """)
                        .params(limit, limit, limit, UNREADABLE)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .param(externalIds.toArray(String[]::new)));
    }

    /// Ends the wait of a document whose content cannot be taken.
    public void failed(Tenant tenant, ConnectionId connection, String externalId, String reason) {
        tellFailed(
                tenant,
                reason,
                jdbc.sql("""
                        UPDATE library_document
                        SET status = 'FAILED', error = ?, awaits = NULL, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ?
                          AND deleted_at IS NULL
                        RETURNING id, last_sync IS NOT NULL AS again, request_id, status
                        """)
                        .param(reason)
                        .params(
                                tenant.organization().value(),
                                tenant.customer().value(),
                                connection.value(),
                                externalId));
    }

    /// Ends the processing of a document that cannot be processed now: it is tried again after `delay`, or, when
    /// that is null, stays failed.
    public void processingFailed(Tenant tenant, DocumentId document, String reason, @Nullable Duration delay) {
        transactions.run(
                tenant,
                () -> tellFailed(
                        tenant,
                        reason,
                        jdbc.sql("""
                        UPDATE library_document
                        SET status = CASE WHEN ?::float8 IS NULL THEN 'FAILED' ELSE status END,
                            awaits = CASE WHEN ?::float8 IS NULL THEN NULL ELSE awaits END,
                            error = ?, attempts = attempts + 1,
                            retry_at = clock_timestamp() + make_interval(secs => ?::float8),
                            updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits IN ('PROCESS', 'EXTRACT')
                        RETURNING id, last_sync IS NOT NULL AS again, request_id, status
                        """)
                                .params(Sql.values(seconds(delay), seconds(delay), reason, seconds(delay)))
                                .params(
                                        tenant.organization().value(),
                                        tenant.customer().value(),
                                        document.value())));
    }

    /// Ends the wait of the documents that a failed run would have fetched; the next run takes them.
    public int failed(Tenant tenant, ConnectionId connection, RunId run, String reason) {
        return end(tenant, connection, run, "FAILED", reason);
    }

    /// Turns what a canceled run still waits for into aborted documents, and what it evaluated into ready ones;
    /// the next run takes both.
    public int abort(Tenant tenant, ConnectionId connection, RunId run) {
        return end(tenant, connection, run, "ABORTED", null);
    }

    private int end(Tenant tenant, ConnectionId connection, RunId run, String status, @Nullable String error) {
        return tellFailed(
                tenant,
                String.valueOf(error),
                jdbc.sql("""
                        UPDATE library_document
                        SET status = CASE WHEN status = 'EVALUATING' AND ?::text IS NULL THEN 'READY' ELSE ? END, error = ?,
                            awaits = NULL, updated_at = touched(updated_at)
                        WHERE id IN (SELECT id FROM library_document
                                     WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND queued_by = ?
                                       AND awaits IN ('FETCH', 'FILE') AND deleted_at IS NULL
                                     ORDER BY id FOR UPDATE)
                        RETURNING id, last_sync IS NOT NULL AS again, request_id, status
                        """)
                        .params(Sql.values(error, status, error))
                        .params(
                                tenant.organization().value(),
                                tenant.customer().value(),
                                connection.value(),
                                run.value()));
    }

    /// Runs the statement and tells which of its documents are failed now. Returns how many there were, failed or not.
    private int tellFailed(Tenant tenant, String reason, JdbcClient.StatementSpec statement) {
        List<DocumentNews.Subject> failed = new ArrayList<>();
        int all = statement
                .query((row, number) -> {
                    if (row.getString("status").equals(DocumentStatus.FAILED.name())) {
                        failed.add(DocumentNews.Subject.read(row, number));
                    }
                    return number;
                })
                .list()
                .size();
        if (!failed.isEmpty()) {
            events.publishEvent(new DocumentNews.Failed(tenant, failed, reason));
        }
        return all;
    }

    private static @Nullable Double seconds(@Nullable Duration delay) {
        return delay == null ? null : delay.toMillis() / 1000.0;
    }
}
