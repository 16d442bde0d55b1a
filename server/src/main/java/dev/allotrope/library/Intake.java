package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.limits.Withholding;
import dev.allotrope.library.row.DocumentLocks;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.LaidTags;
import dev.allotrope.library.row.RemovalHolds;
import dev.allotrope.library.row.Sql;
import dev.allotrope.library.waiting.Endings;
import dev.allotrope.library.waiting.Waits;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.ItemRef;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How items become documents: who is admitted, what waits to be fetched, and what a fetch brought. The methods
/// that take a [RunId] are called inside the run's own transaction.
public final class Intake {
    /// What new documents of a run get.
    public record Admission(
            RunId run,
            ProcessingOptions options,
            Tags tags,
            @Nullable String requestId,
            String uploadId,
            Occasion occasion) {}

    /// Why items are admitted.
    public enum Occasion {
        /// Somebody chose them, or connected, on terms that hold from now on.
        CHOSEN,
        /// Somebody asked to look again.
        ASKED,
        /// Nobody asked: what was said before is not said again.
        AUTOMATIC
    }

    /// How many items became documents, and what a limit of the customer's held back.
    public record Admitted(int documents, List<Withheld> withheld) {
        public static final Admitted NOTHING = new Admitted(0, List.of());
    }

    /// An item that has to wait, and what for.
    public record Withheld(String externalId, String reason) {}

    /// Whether what a document holds was processed.
    private static final String DONE = "(status IN ('READY', 'EVALUATING') OR coalesce(awaits, '') = 'INDEX')";

    /// Whether what a document holds was processed, or need not be: only then does equal content end the work.
    /// Content that was fetched and never processed is forgotten when the document is queued again.
    private static final String PROCESSED = "(" + DONE + " OR uploaded_at IS NOT NULL)";

    /// Status and wait of a document that is wanted again. Uploaded chunks go on as they are when the record is enough.
    private static final String WAITING = """
            status = CASE WHEN ? AND uploaded_at IS NOT NULL THEN status ELSE ? END,
            awaits = CASE WHEN ? AND uploaded_at IS NOT NULL THEN awaits ELSE ? END""";

    private final JdbcClient jdbc;
    private final Heads heads;
    private final DocumentLocks locks;
    private final HeldContent content;
    private final Arrivals arrivals;
    private final DocumentTerms terms;
    private final Allowance allowance;
    private final Withholding withholding;
    private final Admissions admissions;
    private final Waits waits;
    private final Endings endings;
    private final RemovalHolds holds;

    Intake(
            Transactions transactions,
            JdbcClient jdbc,
            Heads heads,
            Allowance allowance,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.heads = heads;
        this.locks = new DocumentLocks(jdbc);
        this.content = new HeldContent(jdbc);
        this.arrivals = new Arrivals(jdbc, heads, events);
        this.terms = new DocumentTerms(jdbc, heads, events);
        this.allowance = allowance;
        this.withholding = new Withholding(jdbc, allowance);
        this.admissions = new Admissions(jdbc, allowance, withholding, events);
        this.waits = new Waits(transactions, jdbc);
        this.endings = new Endings(transactions, jdbc, events);
        this.holds = new RemovalHolds(jdbc, events);
    }

    /// Makes a waiting document of each of these items that has none and was not deleted by its owner, as long as the
    /// customer's limits leave room. The others are held back until they do.
    public Admitted admit(Tenant tenant, ConnectionId connection, Admission admission, Collection<String> externalIds) {
        if (admission.occasion() == Occasion.CHOSEN) {
            withholding.forget(tenant, connection, externalIds);
        }
        return admissions.admit(tenant, connection, admission, null, externalIds);
    }

    /// Which of the items that were held back are wanted now.
    public enum Wanted {
        ALL,
        /// Those that somebody chose.
        CHOSEN
    }

    /// Makes documents of items that were held back, and queues documents whose content was, as far as there is room by
    /// now: at most `limit` of each.
    public Taken takeWithheld(Tenant tenant, ConnectionId connection, Admission admission, Wanted wanted, int limit) {
        List<String> items = withholding.items(tenant, connection, wanted == Wanted.CHOSEN, limit);
        long room = items.isEmpty()
                ? 0
                : allowance.forItems(tenant, admission.run()).free();
        List<String> fitting = items.stream().limit(room).toList();
        int admitted = fitting.isEmpty()
                ? 0
                : admissions.admit(tenant, connection, admission, null, fitting).documents();
        return new Taken(admitted, withholding.release(tenant, connection, admission.run(), limit));
    }

    /// How many items became documents, and how many documents were queued.
    public record Taken(int admitted, int queued) {}

    /// What documents are called that are queued because their remote state moved.
    public enum Requeued {
        /// Queued, as somebody asked for it.
        QUEUED,
        /// Still ready, and evaluated: nobody asked for it.
        EVALUATING
    }

    /// Queues the documents among these items whose remote state moved, or that were left aborted or failed, unless a
    /// limit holds them back. Returns how many.
    public int requeue(Tenant tenant, ConnectionId connection, RunId run, Requeued as, Collection<String> externalIds) {
        return jdbc.sql("""
                        UPDATE library_document d
                        SET status = CASE WHEN %s AND NOT moved.same_stamp THEN ? ELSE 'QUEUED' END, queued_by = ?,
                            error = NULL, attempts = 0, retry_at = NULL, withheld_by = NULL,
                            awaits = CASE WHEN moved.same_stamp AND d.fingerprint IS NOT NULL THEN 'PROCESS' ELSE 'FETCH' END,
                            fingerprint = CASE WHEN moved.same_stamp OR %s THEN d.fingerprint END,
                            updated_at = touched(d.updated_at)
                        FROM (SELECT d.id, d.stamp IS NOT DISTINCT FROM i.stamp AS same_stamp
                              FROM library_document d
                              JOIN library_item i ON i.connection_id = d.connection_id AND i.external_id = d.external_id
                              WHERE d.organization_id = ? AND d.customer_id = ? AND d.connection_id = ?
                                AND d.external_id = ANY (?) AND d.deleted_at IS NULL AND NOT d.contents_deleted
                                AND d.depth <> 'RECORD' AND d.awaits IS DISTINCT FROM 'FETCH'
                                AND (d.stamp IS DISTINCT FROM i.stamp OR d.status = 'ABORTED'
                                     OR d.status = 'FAILED' AND d.withheld_by IS NULL)
                              ORDER BY d.id FOR UPDATE OF d) moved
                        WHERE d.id = moved.id
                        """.formatted(DONE, PROCESSED))
                .params(as.name(), run.value())
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .update();
    }

    /// Gives documents whose text is that of the listing what else the listing shows: name, link, the source's tags and
    /// metadata. Nothing is fetched or processed for it. Returns how many are other ones now.
    public int relabel(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        return arrivals.relabel(tenant, connection, externalIds);
    }

    /// Gives those of these items that are documents the options, tags and ids of an admission. Where the options are
    /// other ones, the document is processed anew, without a fetch unless it waits for one. Returns how many are.
    public int reapply(Tenant tenant, ConnectionId connection, Admission admission, Collection<String> externalIds) {
        return terms.apply(tenant, connection, admission, externalIds);
    }

    /// Locks the documents of these items before several of them are written one by one.
    public void lock(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        locks.take(tenant, connection, externalIds);
    }

    /// Lets chosen items in again, whatever was deleted before, and queues those that are documents already,
    /// under new options. Those of which only the record is wanted wait for nothing and lose what was fetched:
    /// nobody would keep it up to date.
    public Admitted select(
            Tenant tenant, ConnectionId connection, Admission admission, Collection<String> externalIds) {
        allowance.enter(tenant);
        withholding.forget(tenant, connection, externalIds);
        readmit(tenant, connection, externalIds);
        lock(tenant, connection, externalIds);
        ProcessingOptions options = admission.options();
        boolean record = options.depth() == ProcessingOptions.Depth.RECORD;
        List<DocumentId> chosen = jdbc.sql("""
                        UPDATE library_document
                        SET %s, queued_by = ?, error = NULL, attempts = 0, retry_at = NULL, withheld_by = NULL,
                            fingerprint = CASE WHEN (chunk_size, chunk_overlap, depth, embedding_model, prepend_name)
                                                  = (?, ?, ?, ?, ?) AND NOT contents_deleted AND %s THEN fingerprint END,
                            chunk_size = ?, chunk_overlap = ?, depth = ?, embedding_model = ?, prepend_name = ?,
                            sparse_vectors = ?, attachments = ?, user_tags = %s,
                            request_id = coalesce(?, request_id), upload_id = ?, contents_deleted = false,
                            updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                          AND deleted_at IS NULL
                        RETURNING id
                        """.formatted(WAITING, PROCESSED, LaidTags.over("user_tags", "?::jsonb")))
                .params(waiting(record))
                .param(admission.run().value())
                .params(settings(options))
                .params(settings(options))
                .params(options.sparseVectors(), options.attachments(), Sql.json(admission.tags()))
                .params(Sql.values(admission.requestId(), admission.uploadId()))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .query((row, number) -> new DocumentId(row.getLong(1)))
                .list();
        Admitted admitted = admissions.admit(tenant, connection, admission, Admissions.terms(admission), externalIds);
        if (record) {
            content.forgetUnlessUploaded(tenant, chosen);
        }
        if (!chosen.isEmpty() && (record || !admission.tags().values().isEmpty())) {
            heads.advance(tenant, chosen);
        }
        return admitted;
    }

    /// Forgets that items, or files that hang on them, were deleted by their owner: of the given external ids, or of
    /// the whole connection when null.
    public void readmit(Tenant tenant, ConnectionId connection, @Nullable Collection<String> externalIds) {
        jdbc.sql("""
                        DELETE FROM library_exclusion
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                          AND (?::text[] IS NULL OR external_id = ANY (?) OR split_part(external_id, '/', 1) = ANY (?))
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(Sql.values(texts(externalIds), texts(externalIds), texts(externalIds)))
                .update();
    }

    /// Queues one document for a fetch under new settings; with `afresh`, unchanged content is processed again
    /// too. A document of which only the record is wanted loses what was fetched, as with [#select].
    public void refetch(Tenant tenant, DocumentId document, RunId run, ProcessingOptions options, boolean afresh) {
        boolean record = options.depth() == ProcessingOptions.Depth.RECORD;
        jdbc.sql("""
                        UPDATE library_document
                        SET %s, queued_by = ?, error = NULL, attempts = 0, retry_at = NULL, withheld_by = NULL,
                            fingerprint = CASE WHEN NOT ? AND (chunk_size, chunk_overlap, depth, embedding_model, prepend_name)
                                                  = (?, ?, ?, ?, ?) AND NOT contents_deleted AND %s THEN fingerprint END,
                            chunk_size = ?, chunk_overlap = ?, depth = ?, embedding_model = ?, prepend_name = ?,
                            contents_deleted = false, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND deleted_at IS NULL
                        """.formatted(WAITING, PROCESSED))
                .params(waiting(record))
                .params(run.value(), afresh)
                .params(settings(options))
                .params(settings(options))
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .update();
        terms.download(tenant, document);
        if (record) {
            content.forgetUnlessUploaded(tenant, List.of(document));
            heads.advance(tenant, List.of(document));
        }
    }

    /// Fills [#WAITING].
    private static List<@Nullable Object> waiting(boolean record) {
        return record
                ? Sql.values(true, DocumentStatus.RECORDED.name(), true, null)
                : Sql.values(false, DocumentStatus.QUEUED.name(), false, "FETCH");
    }

    /// What waits to be fetched of a connection, at its latest listed revision: at most `limit`.
    public List<ItemRef> waiting(Tenant tenant, ConnectionId connection, int limit) {
        return waits.items(tenant, connection, limit);
    }

    /// Which documents of a connection wait to be fetched: at most `limit`, the oldest first.
    public List<DocumentId> waitingDocuments(Tenant tenant, ConnectionId connection, int limit) {
        return waits.documents(tenant, connection, limit);
    }

    /// How many documents of a connection wait to be fetched.
    public long waitingCount(Tenant tenant, ConnectionId connection) {
        return waits.count(tenant, connection);
    }

    /// Stores what a fetch brought. Content equal to what is held ends here; new content waits for processing. An
    /// older revision than the one held changes nothing but the wait. Returns whether processing has to follow.
    public boolean fetched(Tenant tenant, ConnectionId connection, Fetched.Content content) {
        return arrivals.store(tenant, connection, content);
    }

    /// Ends the wait for a fetch and leaves what is held as it is.
    public void settle(Tenant tenant, ConnectionId connection, String externalId) {
        arrivals.settle(tenant, connection, externalId);
    }

    /// Counts that documents were superseded while they were fetched; those that were so `limit` times end failed
    /// until the next run.
    public void superseded(Tenant tenant, ConnectionId connection, Collection<String> externalIds, int limit) {
        endings.superseded(tenant, connection, externalIds, limit);
    }

    /// Ends the wait of a document whose content cannot be taken.
    public void failed(Tenant tenant, ConnectionId connection, String externalId, String reason) {
        endings.failed(tenant, connection, externalId, reason);
    }

    /// Ends the processing of a document that cannot be processed now: it is tried again after `delay`, or, when
    /// that is null, stays failed.
    public void processingFailed(Tenant tenant, DocumentId document, String reason, @Nullable Duration delay) {
        endings.processingFailed(tenant, document, reason, delay);
    }

    /// Ends the wait of the documents that a failed run would have fetched; the next run takes them.
    public int failed(Tenant tenant, ConnectionId connection, RunId run, String reason) {
        return endings.failed(tenant, connection, run, reason);
    }

    /// Turns what a canceled run still waits for into aborted documents, and what it evaluated into ready ones;
    /// the next run takes both.
    public int abort(Tenant tenant, ConnectionId connection, RunId run) {
        return endings.abort(tenant, connection, run);
    }

    /// Marks documents whose removal is held, and only those.
    public void hold(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        holds.ofItems(tenant, connection, externalIds);
    }

    static List<Object> settings(ProcessingOptions options) {
        return List.of(
                options.chunkSize(),
                options.chunkOverlap(),
                options.depth().name(),
                options.embeddingModel(),
                options.prependName());
    }

    private static String @Nullable [] texts(@Nullable Collection<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }
}
