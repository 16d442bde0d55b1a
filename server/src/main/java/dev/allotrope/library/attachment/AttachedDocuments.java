package dev.allotrope.library.attachment;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.Intake;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.row.RemovalHolds;
import dev.allotrope.library.row.Sql;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which files hang on which documents. The methods that write are called inside a run's own transaction.
public final class AttachedDocuments {
    /// A document whose files are asked for at the revision it is held at.
    public record Article(DocumentId document, String revisionId) {}

    /// A file that was found; `refusal` says why it is not downloaded.
    public record Found(AttachedFile file, @Nullable String refusal) {}

    /// Whose files a run asks for.
    public enum Reach {
        /// Of every document of the connection.
        ALL,
        /// Of those that the run was after.
        OF_RUN
    }

    /// Who asks, and why.
    public record Asking(RunId run, Intake.Occasion occasion) {}

    /// What a recording found: how many files are to be read again now, and which were held back.
    public record Recorded(int again, List<Intake.Withheld> withheld) {}

    /// Whether a file that was held back may become a document by now: the marks are whether there is room, and the
    /// formats that are wanted, null for all.
    private static final String FITTING = """
            EXISTS (SELECT 1 FROM jsonb_each_text(p.files_withheld) w
                    WHERE CASE WHEN w.value LIKE 'FORMAT:%'
                               THEN ?::text[] IS NULL OR substr(w.value, length('FORMAT:') + 1) = ANY (?)
                               ELSE ? END)
            """;

    /// Documents that want their files and were not asked about by a run, which fills three of the marks.
    private static final String UNASKED = """
            organization_id = ? AND customer_id = ? AND connection_id = ? AND parent_id IS NULL AND attachments
              AND depth <> 'RECORD' AND NOT contents_deleted AND revision_id IS NOT NULL AND deleted_at IS NULL
              AND files_run IS DISTINCT FROM ?
              AND (? OR queued_by = ? OR files_run IS NULL
                   OR EXISTS (SELECT 1 FROM library_document c
                              WHERE c.parent_id = p.id AND c.queued_by = ? AND c.deleted_at IS NULL)
                   OR p.files_withheld <> '{}' AND\s""" + FITTING + ")";

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final RemovalHolds holds;
    private final Allowance allowance;

    AttachedDocuments(
            Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events, Allowance allowance) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.events = events;
        this.allowance = allowance;
        this.holds = new RemovalHolds(jdbc, events);
    }

    /// Fills [#FITTING].
    private List<@Nullable Object> room(Tenant tenant, RunId run) {
        Set<String> wanted = allowance.formats(tenant).ofFiles();
        String[] formats = wanted.isEmpty() ? null : wanted.toArray(String[]::new);
        boolean free = allowance.aheadForDocuments(tenant, run).free() > 0;
        return Sql.values(formats, formats, free);
    }

    /// Documents whose files a run still has to ask for: at most `limit`.
    public List<Article> unasked(Tenant tenant, ConnectionId connection, RunId run, Reach reach, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT id, revision_id FROM library_document p WHERE " + UNASKED
                                + " ORDER BY id LIMIT ?")
                        .params(scope(tenant, connection))
                        .params(run.value(), reach == Reach.ALL, run.value(), run.value())
                        .params(room(tenant, run))
                        .param(limit)
                        .query((row, number) -> new Article(new DocumentId(row.getLong(1)), row.getString(2)))
                        .list());
    }

    /// Whether documents of a connection want their files.
    public boolean wanted(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM library_document
                                       WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND attachments
                                         AND parent_id IS NULL AND deleted_at IS NULL)
                        """)
                        .params(scope(tenant, connection))
                        .query(Boolean.class)
                        .single());
    }

    /// Has the documents asked about again on which one of these files hangs that is not held in this version, and not
    /// held back either.
    public void askAgain(Tenant tenant, ConnectionId connection, List<AttachedFile> files) {
        jdbc.sql("""
                        UPDATE library_document p SET files_run = NULL
                        FROM unnest(?::text[], ?::text[], ?::text[]) AS found (revision_id, file_id, version_id)
                        WHERE p.organization_id = ? AND p.customer_id = ? AND p.connection_id = ? AND p.attachments
                          AND p.parent_id IS NULL AND p.deleted_at IS NULL AND p.revision_id = found.revision_id
                          AND NOT jsonb_exists(p.files_withheld, found.file_id)
                          AND NOT EXISTS (SELECT 1 FROM library_document c
                                          WHERE c.connection_id = p.connection_id AND c.parent_id = p.id
                                            AND c.external_id = p.external_id || '/' || found.file_id
                                            AND c.revision_id = found.version_id)
                          AND NOT EXISTS (SELECT 1 FROM library_exclusion x
                                          WHERE x.connection_id = p.connection_id
                                            AND x.external_id = p.external_id || '/' || found.file_id)
                        """)
                .param(files.stream().map(AttachedFile::revisionId).toArray(String[]::new))
                .param(files.stream().map(AttachedFile::fileId).toArray(String[]::new))
                .param(files.stream().map(AttachedFile::versionId).toArray(String[]::new))
                .params(scope(tenant, connection))
                .update();
    }

    /// Has the documents asked about again on which files hang, by what is held and what was held back.
    public void askThoseWithFiles(Tenant tenant, ConnectionId connection) {
        jdbc.sql("""
                        UPDATE library_document p SET files_run = NULL
                        WHERE p.organization_id = ? AND p.customer_id = ? AND p.connection_id = ? AND p.attachments
                          AND p.parent_id IS NULL AND p.deleted_at IS NULL
                          AND (p.files_withheld <> '{}'
                               OR EXISTS (SELECT 1 FROM library_document c WHERE c.parent_id = p.id AND c.deleted_at IS NULL))
                        """).params(scope(tenant, connection)).update();
    }

    /// Files of documents that want none any more, and of those that were left without one.
    public List<DocumentId> unwanted(Tenant tenant, ConnectionId connection, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT c.id FROM library_document c JOIN library_document p ON p.id = c.parent_id
                        WHERE c.organization_id = ? AND c.customer_id = ? AND c.connection_id = ? AND c.deleted_at IS NULL
                          AND (NOT p.attachments OR p.depth = 'RECORD' OR p.deleted_at IS NOT NULL)
                        ORDER BY c.id LIMIT ?
                        """)
                        .params(scope(tenant, connection))
                        .param(limit)
                        .query((row, number) -> new DocumentId(row.getLong(1)))
                        .list());
    }

    /// Files that a run no longer found where they hung.
    public List<DocumentId> missed(Tenant tenant, ConnectionId connection, RunId run) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND parent_id IS NOT NULL
                          AND missed_by = ? AND deleted_at IS NULL
                        ORDER BY id
                        """)
                        .params(scope(tenant, connection))
                        .param(run.value())
                        .query((row, number) -> new DocumentId(row.getLong(1)))
                        .list());
    }

    /// How many files hang on documents of a connection.
    public long count(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT count(*) FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND parent_id IS NOT NULL
                          AND deleted_at IS NULL
                        """)
                        .params(scope(tenant, connection))
                        .query(Long.class)
                        .single());
    }

    /// Records what hangs on the documents that were asked about. New files and new versions wait for a download;
    /// files that are held stay as they are, unless their name or what they inherit changed: then they are read
    /// again. What does not hang there any more is marked as missed. New files for which there is no room wait with
    /// the document that they hang on.
    public Recorded record(Tenant tenant, Asking asking, List<Article> asked, List<Found> files) {
        FileAdmissions admissions = new FileAdmissions(jdbc, events, allowance, tenant, asking);
        int again = new Recording(jdbc, events, tenant, asking.run(), admissions).record(asked, files);
        return new Recorded(again, admissions.finish());
    }

    /// Marks files whose removal is held, and only those.
    public void hold(Tenant tenant, ConnectionId connection, Collection<DocumentId> ids) {
        holds.ofFiles(tenant, connection, ids);
    }

    /// Ends what a run has to do about the files that it missed: their removal is held.
    public void heldBy(Tenant tenant, ConnectionId connection, RunId run) {
        jdbc.sql("""
                        UPDATE library_document SET missed_by = NULL
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND parent_id IS NOT NULL
                          AND missed_by = ?
                        """).params(scope(tenant, connection)).param(run.value()).update();
    }

    private static Object[] scope(Tenant tenant, ConnectionId connection) {
        return new Object[] {tenant.organization().value(), tenant.customer().value(), connection.value()};
    }
}
