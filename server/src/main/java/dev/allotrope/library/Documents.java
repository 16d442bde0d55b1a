package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.row.Conditions;
import dev.allotrope.library.row.DocumentLocks;
import dev.allotrope.library.row.DocumentRow;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.LaidTags;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The documents of a tenant: reading, tags, and removal.
public final class Documents {
    /// The most tags of its owner's that a document has.
    private static final int MAX_TAGS = LaidTags.MAX;

    /// Why a document was removed.
    public enum Reason {
        /// Its owner deleted it.
        DELETED,
        /// The source no longer publishes it.
        NOT_PUBLISHED,
        /// The source publishes it, but its connection no longer takes it.
        OUT_OF_SCOPE
    }

    /// Whether others are told that documents were removed.
    public enum Notice {
        NONE,
        GIVEN
    }

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Heads heads;
    private final ApplicationEventPublisher events;
    private final DocumentLocks locks;
    private final HeldContent content;

    Documents(Transactions transactions, JdbcClient jdbc, Heads heads, ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.heads = heads;
        this.events = events;
        this.locks = new DocumentLocks(jdbc);
        this.content = new HeldContent(jdbc);
    }

    public Optional<Document> find(Tenant tenant, DocumentId id) {
        return list(tenant, DocumentFilter.ofIds(List.of(id)), DocumentOrder.BY_ID, Page.first(1)).stream()
                .findFirst();
    }

    /// One page of the documents that match.
    public List<Document> list(Tenant tenant, DocumentFilter filter, DocumentOrder order, Page page) {
        Conditions conditions = Conditions.of(tenant, filter).add("id > ?", page.startingId());
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT * FROM library_document WHERE " + conditions.where() + " ORDER BY "
                                + order.clause() + " LIMIT ? OFFSET ?")
                        .params(conditions.values())
                        .param(page.limit())
                        .param(page.offset())
                        .query(DocumentRow::read)
                        .list());
    }

    /// How many match, whatever the page.
    public long count(Tenant tenant, DocumentFilter filter) {
        Conditions conditions = Conditions.of(tenant, filter);
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT count(*) FROM library_document WHERE " + conditions.where())
                        .params(conditions.values())
                        .query(Long.class)
                        .single());
    }

    /// The ids of all that match, ascending.
    public List<DocumentId> ids(Tenant tenant, DocumentFilter filter) {
        Conditions conditions = Conditions.of(tenant, filter);
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT id FROM library_document WHERE " + conditions.where() + " ORDER BY id")
                        .params(conditions.values())
                        .query((row, number) -> new DocumentId(row.getLong(1)))
                        .list());
    }

    /// Puts tags of the owner's on a document, over those of the same keys; the source's own stay. Empty when there is
    /// no such document. Throws [Failure] with `LIMIT_EXCEEDED` when they become too many.
    public Optional<Document> tag(Tenant tenant, DocumentId id, Tags tags) {
        return retag(tenant, id, "user_tags || ?::jsonb", Sql.json(tags));
    }

    /// Takes the owner's tags of these keys off a document. Empty when there is no such document.
    public Optional<Document> untag(Tenant tenant, DocumentId id, Collection<String> keys) {
        return retag(tenant, id, "user_tags - ?::text[]", keys.toArray(String[]::new));
    }

    private Optional<Document> retag(Tenant tenant, DocumentId id, String change, Object value) {
        return transactions.in(tenant, () -> {
            Optional<Document> retagged = jdbc.sql("UPDATE library_document SET user_tags = " + change + """
                            , updated_at = touched(updated_at)
                            WHERE organization_id = ? AND customer_id = ? AND id = ? AND deleted_at IS NULL
                            RETURNING *
                            """)
                    .param(value)
                    .params(tenant.organization().value(), tenant.customer().value(), id.value())
                    .query(DocumentRow::read)
                    .optional();
            retagged.ifPresent(document -> {
                requireFewTags(document);
                heads.advance(tenant, List.of(id));
            });
            return retagged;
        });
    }

    private static void requireFewTags(Document document) {
        if (document.userTags().values().size() > MAX_TAGS) {
            throw crowded(document.id());
        }
    }

    /// Throws [Failure] with `LIMIT_EXCEEDED` when one of these items is a document that would have too many
    /// tags with these over its own.
    public void requireRoom(Tenant tenant, ConnectionId connection, Collection<String> externalIds, Tags more) {
        if (more.values().isEmpty()) {
            return;
        }
        Optional<DocumentId> full = transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                          AND deleted_at IS NULL AND NOT %s
                        ORDER BY id LIMIT 1
                        """.formatted(LaidTags.fit("user_tags || ?::jsonb")))
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .params(externalIds.toArray(String[]::new), Sql.json(more))
                        .query((row, number) -> new DocumentId(row.getLong(1)))
                        .optional());
        if (full.isPresent()) {
            throw crowded(full.get());
        }
    }

    private static Failure crowded(DocumentId id) {
        return new Failure(
                ErrorCode.LIMIT_EXCEEDED,
                "could not tag file " + id + ": it would have more than " + MAX_TAGS + " tags; delete some first");
    }

    /// Removes documents, what hangs on them, and everything made from them. What was deleted by its owner stays out of
    /// automatic runs
    /// until it is selected again. Everybody is told of what the source lacks, nobody of what its owner deleted.
    /// Returns how many there were.
    public int remove(Tenant tenant, Collection<DocumentId> ids, Reason reason) {
        return remove(tenant, ids, reason, reason == Reason.DELETED ? Notice.NONE : Notice.GIVEN);
    }

    /// The same, and says whether others are told.
    public int remove(Tenant tenant, Collection<DocumentId> ids, Reason reason, Notice notice) {
        return transactions.in(tenant, () -> {
            List<DocumentId> all = lockedWithChildren(tenant, ids);
            if (reason == Reason.DELETED) {
                exclude(tenant, ids);
            }
            List<DocumentId> removed = bury(tenant, all, reason);
            content.delete(tenant, all);
            heads.advance(tenant, all);
            tell(notice, new DocumentNews.Removed(tenant, removed, reason, DocumentNews.Extent.WHOLE));
            return removed.size();
        });
    }

    /// Wipes content and vectors but keeps the records, so that they can be synced again by a resync.
    public void wipe(Tenant tenant, Collection<DocumentId> ids, Notice notice) {
        transactions.run(tenant, () -> {
            locks.take(tenant, ids);
            exclude(tenant, ids);
            List<DocumentId> wiped = jdbc.sql("""
                            UPDATE library_document
                            SET contents_deleted = true, status = 'READY', awaits = NULL, error = NULL, withheld_by = NULL,
                                updated_at = touched(updated_at)
                            WHERE organization_id = ? AND customer_id = ? AND id = ANY (?) AND deleted_at IS NULL
                            RETURNING id
                            """)
                    .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                    .query((row, number) -> new DocumentId(row.getLong(1)))
                    .list();
            content.forget(tenant, ids);
            heads.advance(tenant, ids);
            tell(notice, new DocumentNews.Removed(tenant, wiped, Reason.DELETED, DocumentNews.Extent.CONTENT));
        });
    }

    /// Called by the index when it has applied everything up to `position`: what waited for that is ready now.
    /// Returns the documents that became ready.
    public List<DocumentId> indexed(Tenant tenant, Position position) {
        return transactions.in(tenant, () -> {
            List<DocumentNews.Subject> ready = jdbc.sql("""
                            UPDATE library_document d
                            SET status = 'READY', awaits = NULL, error = NULL, attempts = 0, last_sync = clock_timestamp(),
                                updated_at = touched(updated_at)
                            FROM (SELECT id, last_sync IS NOT NULL AS again FROM library_document
                                  WHERE organization_id = ? AND customer_id = ? AND awaits = 'INDEX' AND position <= ?
                                  ORDER BY id FOR UPDATE) before
                            WHERE d.id = before.id
                            RETURNING d.id, before.again, d.request_id
                            """)
                    .params(tenant.organization().value(), tenant.customer().value(), position.value())
                    .query(DocumentNews.Subject::read)
                    .list();
            if (!ready.isEmpty()) {
                events.publishEvent(new DocumentNews.Ready(tenant, ready));
            }
            return ready.stream().map(DocumentNews.Subject::id).toList();
        });
    }

    /// Whether nothing waits any more of what an upload brought.
    public boolean settled(Tenant tenant, String uploadId) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT NOT EXISTS (SELECT 1 FROM library_document
                                           WHERE organization_id = ? AND customer_id = ? AND upload_id = ?
                                             AND awaits IS NOT NULL AND deleted_at IS NULL)
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), uploadId)
                        .query(Boolean.class)
                        .single());
    }

    private void tell(Notice notice, DocumentNews.Removed removed) {
        if (notice == Notice.GIVEN && !removed.documents().isEmpty()) {
            events.publishEvent(removed);
        }
    }

    /// A run may have hung a file on one of them until the lock was ours.
    private List<DocumentId> lockedWithChildren(Tenant tenant, Collection<DocumentId> ids) {
        locks.take(tenant, withChildren(tenant, ids));
        List<DocumentId> all = withChildren(tenant, ids);
        locks.take(tenant, all);
        return all;
    }

    private List<DocumentId> withChildren(Tenant tenant, Collection<DocumentId> ids) {
        return jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND (id = ANY (?) OR parent_id = ANY (?) AND deleted_at IS NULL)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids), Sql.ids(ids))
                .query((row, number) -> new DocumentId(row.getLong(1)))
                .list();
    }

    private void exclude(Tenant tenant, Collection<DocumentId> ids) {
        jdbc.sql("""
                        INSERT INTO library_exclusion (connection_id, external_id, organization_id, customer_id)
                        SELECT connection_id, external_id, organization_id, customer_id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?) AND deleted_at IS NULL
                        ON CONFLICT DO NOTHING
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .update();
    }

    private List<DocumentId> bury(Tenant tenant, Collection<DocumentId> ids, Reason reason) {
        return jdbc.sql("""
                        UPDATE library_document
                        SET deleted_at = clock_timestamp(), deleted_reason = ?, awaits = NULL, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?) AND deleted_at IS NULL
                        RETURNING id
                        """)
                .params(
                        reason.name(),
                        tenant.organization().value(),
                        tenant.customer().value(),
                        Sql.ids(ids))
                .query((row, number) -> new DocumentId(row.getLong(1)))
                .list();
    }
}
