package dev.allotrope.notify;

import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Page;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The deliveries of webhooks: the queue from which they are sent, and the log of what became of them.
public final class Deliveries {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<DeliveryAttempt>> ATTEMPTS = new TypeReference<>() {};

    /// The event that names a user for the last time.
    private static final String LAST_EVENT = Event.ORGANIZATION_USER_DELETED.name();

    /// The oldest unfinished delivery about each thing: the only one that may be sent. The end of an upload
    /// comes when all that was told of the customer before has been tried: it is the last word about the files.
    private static final String HEADS = """
            FROM notify_delivery d
            WHERE organization_id = ? AND webhook_id = ? AND status = 'PENDING'
              AND NOT EXISTS (SELECT 1 FROM notify_delivery before
                              WHERE before.webhook_id = d.webhook_id AND before.about = d.about
                                AND before.status = 'PENDING' AND before.id < d.id)
              AND NOT (event = 'ALL_FILES_PROCESSED'
                       AND EXISTS (SELECT 1 FROM notify_delivery before
                                   WHERE before.webhook_id = d.webhook_id AND before.customer = d.customer
                                     AND before.status = 'PENDING' AND before.tries = 0 AND before.id < d.id))""";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Jobs jobs;
    private final InstantSource clock;

    Deliveries(JdbcClient jdbc, Transactions transactions, Jobs jobs, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// A notice as it will be sent.
    record Written(Notice notice, @Nullable String customer, String body) {}

    /// Queues each of these for each of the webhooks, in one statement. Call inside the transaction of what
    /// happened, with webhooks that it has locked.
    void add(Scope.Organization organization, Collection<WebhookId> webhooks, List<Written> all, Instant at) {
        jdbc.sql("""
                        INSERT INTO notify_delivery (organization_id, webhook_id, event, object_type, object_id, about, customer,
                            body, forget, signed_at, next_attempt_at, created_at)
                        SELECT ?, w.id, n.event, n.object_type, n.object_id::jsonb, n.about, n.customer, n.body, n.event = ?, ?,
                            t.at, t.at
                        FROM unnest(?::bigint[]) AS w (id)
                        CROSS JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            WITH ORDINALITY AS n (event, object_type, object_id, about, customer, body, place)
                        CROSS JOIN (SELECT ?::timestamptz AS at) t
                        ORDER BY w.id, n.place
                        """)
                .params(organization.id().value(), LAST_EVENT, at.getEpochSecond(), Sql.ids(webhooks))
                .params(
                        texts(all, each -> each.notice().event().name()),
                        texts(all, each -> each.notice().event().kind().name()),
                        texts(all, each -> each.notice().object()),
                        texts(all, each -> each.notice().about()),
                        texts(all, Written::customer),
                        texts(all, Written::body))
                .param(Sql.time(at))
                .update();
    }

    /// What may be sent now: at most `limit`, each about another thing.
    List<Delivery> due(Scope.Organization organization, WebhookId webhook, Instant now, int limit) {
        return transactions.in(
                organization,
                () -> jdbc.sql("SELECT * " + HEADS + " AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?")
                        .params(organization.id().value(), webhook.value(), Sql.time(now), limit)
                        .query(Deliveries::read)
                        .list());
    }

    /// When the next one may be sent; empty when none waits.
    Optional<Instant> next(Scope.Organization organization, WebhookId webhook) {
        return transactions.in(
                organization,
                () -> jdbc.sql("SELECT min(next_attempt_at) AS next " + HEADS + " HAVING count(*) > 0")
                        .params(organization.id().value(), webhook.value())
                        .query((row, number) -> Columns.time(row, "next"))
                        .optional());
    }

    /// Remembers what an attempt made of a delivery. Nothing happens when its webhook is gone.
    void save(Scope.Organization organization, Delivery delivery) {
        jdbc.sql("""
                        UPDATE notify_delivery
                        SET status = ?, tries = ?, attempts = ?::jsonb, next_attempt_at = ?, finished_at = ?
                        WHERE organization_id = ? AND id = ?
                        """)
                .params(Sql.values(
                        delivery.status().name(),
                        delivery.tries(),
                        JSON.writeValueAsString(delivery.attempts()),
                        Sql.optionalTime(delivery.nextAttempt()),
                        Sql.optionalTime(delivery.finishedAt())))
                .params(organization.id().value(), delivery.id().value())
                .update();
    }

    /// One page of a webhook's deliveries, newest first; only those of a status when it is given.
    public List<Delivery> list(
            Scope.Organization organization, WebhookId webhook, Delivery.@Nullable Status status, Page page) {
        return transactions.in(
                organization,
                () -> jdbc.sql("""
                        SELECT * FROM notify_delivery
                        WHERE organization_id = ? AND webhook_id = ? AND (?::text IS NULL OR status = ?) AND id > ?
                        ORDER BY id DESC LIMIT ? OFFSET ?
                        """)
                        .params(organization.id().value(), webhook.value())
                        .params(Sql.values(name(status), name(status)))
                        .params(page.startingId(), page.limit(), page.offset())
                        .query(Deliveries::read)
                        .list());
    }

    /// How many there are, whatever the page.
    public long count(Scope.Organization organization, WebhookId webhook, Delivery.@Nullable Status status) {
        return transactions.in(
                organization,
                () -> jdbc.sql("""
                        SELECT count(*) FROM notify_delivery
                        WHERE organization_id = ? AND webhook_id = ? AND (?::text IS NULL OR status = ?)
                        """)
                        .params(organization.id().value(), webhook.value())
                        .params(Sql.values(name(status), name(status)))
                        .query(Long.class)
                        .single());
    }

    /// Sends a delivery again, from its first try on and whatever became of it before; its body stays the same.
    /// Throws [Failure] with `NOT_FOUND`.
    public Delivery replay(Scope.Organization organization, WebhookId webhook, DeliveryId id) {
        return transactions.in(organization, () -> {
            Delivery waiting = jdbc.sql("""
                            UPDATE notify_delivery SET status = 'PENDING', tries = 0, next_attempt_at = ?, finished_at = NULL
                            WHERE organization_id = ? AND webhook_id = ? AND id = ? RETURNING *
                            """)
                    .params(Sql.time(clock.instant()), organization.id().value(), webhook.value(), id.value())
                    .query(Deliveries::read)
                    .optional()
                    .orElseThrow(() -> Failure.notFound("delivery", id));
            jobs.wakeAfterCommit(Lane.OUTBOUND, Deliverer.NAME, new Deliverer.Target(organization, webhook).instance());
            return waiting;
        });
    }

    /// How many wait, of all organizations.
    long backlog() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT count(*) FROM notify_delivery WHERE status = 'PENDING'")
                        .query(Long.class)
                        .single());
    }

    /// The webhooks that have something waiting.
    List<Deliverer.Target> waiting() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT organization_id, id FROM notify_webhook w
                        WHERE EXISTS (SELECT 1 FROM notify_delivery d WHERE d.webhook_id = w.id AND d.status = 'PENDING')
                        ORDER BY id
                        """)
                        .query((row, number) -> new Deliverer.Target(
                                new Scope.Organization(new OrganizationId(row.getLong(1))),
                                new WebhookId(row.getLong(2))))
                        .list());
    }

    /// Gives up the oldest of a webhook's waiting deliveries, as far as more than `limit` wait. Returns how many.
    int drop(Scope.Organization organization, WebhookId webhook, int limit, Instant now) {
        return transactions.in(
                organization,
                () -> jdbc.sql("""
                        UPDATE notify_delivery SET status = 'DROPPED', next_attempt_at = NULL, finished_at = ?
                        WHERE organization_id = ? AND webhook_id = ? AND status = 'PENDING'
                          AND id <= (SELECT id FROM notify_delivery WHERE webhook_id = ? AND status = 'PENDING'
                                     ORDER BY id DESC OFFSET ? LIMIT 1)
                        """)
                        .params(Sql.time(now), organization.id().value(), webhook.value(), webhook.value(), limit)
                        .update());
    }

    /// Has what is about a customer who is being deleted forgotten as soon as it ended. Their name is nobody
    /// else's before this transaction commits. Call inside it.
    void forget(Scope.Organization organization, String customer) {
        jdbc.sql("UPDATE notify_delivery SET forget = true WHERE organization_id = ? AND customer = ?")
                .params(organization.id().value(), customer)
                .update();
    }

    /// Forgets up to `limit` deliveries that ended before a time, or that are to be forgotten, and returns how
    /// many. The event that tells of an erased user is kept like any other until the receiver has it.
    int sweep(Instant before, int limit) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        DELETE FROM notify_delivery
                        WHERE id IN (SELECT id FROM notify_delivery WHERE finished_at < ? ORDER BY finished_at LIMIT ?)
                           OR id IN (SELECT id FROM notify_delivery
                                     WHERE forget AND finished_at IS NOT NULL AND (status = 'DELIVERED' OR event <> ?)
                                     LIMIT ?)
                        """)
                        .params(Sql.time(before), limit, LAST_EVENT, limit)
                        .update());
    }

    private interface Text {
        @Nullable
        String of(Written written);
    }

    private static @Nullable String[] texts(List<Written> all, Text text) {
        return all.stream().map(text::of).toArray(String[]::new);
    }

    private static @Nullable String name(Delivery.@Nullable Status status) {
        return status == null ? null : status.name();
    }

    private static Delivery read(ResultSet row, int number) throws SQLException {
        return new Delivery(
                new DeliveryId(row.getLong("id")),
                new WebhookId(row.getLong("webhook_id")),
                Event.valueOf(row.getString("event")),
                row.getString("object_id"),
                row.getString("customer"),
                row.getLong("signed_at"),
                row.getString("body"),
                Delivery.Status.valueOf(row.getString("status")),
                row.getInt("tries"),
                JSON.readValue(row.getString("attempts"), ATTEMPTS),
                Columns.optionalTime(row, "next_attempt_at"),
                Columns.time(row, "created_at"),
                Columns.optionalTime(row, "finished_at"));
    }
}
