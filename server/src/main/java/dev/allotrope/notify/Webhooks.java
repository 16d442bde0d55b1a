package dev.allotrope.notify;

import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Secret;
import dev.allotrope.notify.http.Gate;
import dev.allotrope.notify.message.Signature;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The webhooks of organizations. Signing keys leave here once, when they are made, and afterwards only to sign.
public final class Webhooks {
    /// How many an organization may have.
    public static final int MAX = 3;

    /// Tells our advisory lock from others; the second half of its key is the organization.
    private static final int REGISTERING = 0x686F6F6B;

    /// How webhooks are listed; equal times go by id in the same direction.
    public enum Order {
        CREATED_AT_ASCENDING("created_at ASC, id ASC"),
        CREATED_AT_DESCENDING("created_at DESC, id DESC"),
        UPDATED_AT_ASCENDING("updated_at ASC, id ASC"),
        UPDATED_AT_DESCENDING("updated_at DESC, id DESC");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Vault vault;
    private final Gate gate;

    Webhooks(JdbcClient jdbc, Transactions transactions, Vault vault, Gate gate) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.vault = vault;
        this.gate = gate;
    }

    /// Has all events of the organization posted to `url` from now on. Not to be called inside a transaction: it
    /// looks up the host's name.
    public Registration register(Scope.Organization organization, String url) {
        return gate.objection(url)
                .<Registration>map(Registration.Forbidden::new)
                .orElseGet(() -> transactions.in(organization, () -> insert(organization, url)));
    }

    /// One page of those with these ids, or of all when there are none.
    public List<Webhook> list(Scope.Organization organization, Collection<WebhookId> ids, Order order, Page page) {
        return transactions.in(
                organization,
                () -> jdbc.sql("""
                        SELECT * FROM notify_webhook
                        WHERE organization_id = ? AND (cardinality(?::bigint[]) = 0 OR id = ANY (?)) AND id > ?
                        ORDER BY %s LIMIT ? OFFSET ?
                        """.formatted(order.sql))
                        .params(organization.id().value(), Sql.ids(ids), Sql.ids(ids))
                        .params(page.startingId(), page.limit(), page.offset())
                        .query(Webhooks::read)
                        .list());
    }

    /// How many there are, whatever the page.
    public long count(Scope.Organization organization, Collection<WebhookId> ids) {
        return transactions.in(
                organization,
                () -> jdbc.sql("""
                        SELECT count(*) FROM notify_webhook
                        WHERE organization_id = ? AND (cardinality(?::bigint[]) = 0 OR id = ANY (?))
                        """)
                        .params(organization.id().value(), Sql.ids(ids), Sql.ids(ids))
                        .query(Long.class)
                        .single());
    }

    public Optional<Webhook> find(Scope.Organization organization, WebhookId id) {
        return transactions.in(
                organization,
                () -> jdbc.sql("SELECT * FROM notify_webhook WHERE organization_id = ? AND id = ?")
                        .params(organization.id().value(), id.value())
                        .query(Webhooks::read)
                        .optional());
    }

    /// Throws [Failure] with `NOT_FOUND`.
    public Webhook get(Scope.Organization organization, WebhookId id) {
        return find(organization, id).orElseThrow(() -> Failure.notFound("webhook", id));
    }

    /// Forgets a webhook with its deliveries, also those that wait. Throws [Failure] with `NOT_FOUND`.
    public void remove(Scope.Organization organization, WebhookId id) {
        int removed = transactions.in(
                organization,
                () -> jdbc.sql("DELETE FROM notify_webhook WHERE organization_id = ? AND id = ?")
                        .params(organization.id().value(), id.value())
                        .update());
        if (removed == 0) {
            throw Failure.notFound("webhook", id);
        }
    }

    private Registration insert(Scope.Organization organization, String url) {
        long owner = organization.id().value();
        jdbc.sql("SELECT pg_advisory_xact_lock(?, ?)")
                .params(REGISTERING, (int) owner)
                .query()
                .singleRow();
        Optional<Long> known = jdbc.sql("SELECT id FROM notify_webhook WHERE organization_id = ? AND url = ?")
                .params(owner, url)
                .query(Long.class)
                .optional();
        if (known.isPresent()) {
            return new Registration.Known(new WebhookId(known.get()));
        }
        if (count(organization, List.of()) >= MAX) {
            return new Registration.Full();
        }
        Secret key = Signature.newKey();
        Webhook webhook = jdbc.sql("""
                        INSERT INTO notify_webhook (organization_id, url, signing_key) VALUES (?, ?, ?) RETURNING *
                        """)
                .params(owner, url, vault.seal(key, place(organization.id(), url)))
                .query(Webhooks::read)
                .single();
        return new Registration.Registered(webhook, key);
    }

    /// What signs the deliveries of a webhook. Throws [Failure] when the encryption key is lost.
    Secret signingKey(Scope.Organization organization, Webhook webhook) {
        String sealed = transactions.in(
                organization,
                () -> jdbc.sql("SELECT signing_key FROM notify_webhook WHERE organization_id = ? AND id = ?")
                        .params(organization.id().value(), webhook.id().value())
                        .query(String.class)
                        .single());
        return vault.open(sealed, place(webhook));
    }

    /// Seals with the first encryption key what was sealed with another, and returns how many signing keys that
    /// were.
    int reseal() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc
                        .sql("SELECT * FROM notify_webhook ORDER BY id FOR NO KEY UPDATE")
                        .query(Webhooks::sealed)
                        .list()
                        .stream()
                        .mapToInt(this::reseal)
                        .sum());
    }

    private record Sealed(Webhook webhook, String key) {}

    private int reseal(Sealed one) {
        Webhook webhook = one.webhook();
        return vault.resealed(one.key(), place(webhook))
                .map(fresh -> jdbc.sql("UPDATE notify_webhook SET signing_key = ? WHERE organization_id = ? AND id = ?")
                        .params(
                                fresh,
                                webhook.organization().value(),
                                webhook.id().value())
                        .update())
                .orElse(0);
    }

    /// Those that an event is queued for. Until the open transaction ends they cannot be removed.
    List<WebhookId> receivers(Scope.Organization organization) {
        return jdbc.sql("SELECT id FROM notify_webhook WHERE organization_id = ? ORDER BY id FOR KEY SHARE")
                .param(organization.id().value())
                .query((row, number) -> new WebhookId(row.getLong(1)))
                .list();
    }

    /// Remembers what deliveries made of a webhook.
    void stand(Scope.Organization organization, WebhookId id, Standing standing) {
        jdbc.sql("""
                        UPDATE notify_webhook
                        SET exhausted = ?, status = ?, status_reason = ?, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND id = ?
                        """)
                .params(Sql.values(
                        standing.exhausted(),
                        (standing.flagged() ? Webhook.Status.FLAGGED : Webhook.Status.ACTIVE).name(),
                        standing.reason()))
                .params(organization.id().value(), id.value())
                .update();
    }

    /// Whether deliveries of a webhook can be signed: not while the encryption key of its signing key is lost.
    boolean opens(Deliverer.Target target) {
        return transactions
                .in(
                        target.organization(),
                        () -> jdbc.sql("SELECT * FROM notify_webhook WHERE organization_id = ? AND id = ?")
                                .params(
                                        target.organization().id().value(),
                                        target.webhook().value())
                                .query(Webhooks::sealed)
                                .optional())
                .filter(this::opens)
                .isPresent();
    }

    /// How many have a signing key that no encryption key opens, of all organizations.
    long locked() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT * FROM notify_webhook").query(Webhooks::sealed).list().stream()
                        .filter(one -> !opens(one))
                        .count());
    }

    private boolean opens(Sealed one) {
        try {
            vault.open(one.key(), place(one.webhook()));
            return true;
        } catch (Failure lost) {
            return false;
        }
    }

    /// How many are flagged, of all organizations.
    long flagged() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT count(*) FROM notify_webhook WHERE status = 'FLAGGED'")
                        .query(Long.class)
                        .single());
    }

    /// Flagged webhooks that nothing was queued for since a time: nothing would ever show that they are back.
    List<Deliverer.Target> silent(Instant since) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT organization_id, id FROM notify_webhook w
                        WHERE status = 'FLAGGED'
                          AND coalesce((SELECT created_at FROM notify_delivery d WHERE d.webhook_id = w.id
                                        ORDER BY d.id DESC LIMIT 1), w.created_at) <= ?
                        """)
                        .param(Sql.time(since))
                        .query((row, number) -> new Deliverer.Target(
                                new Scope.Organization(new OrganizationId(row.getLong(1))),
                                new WebhookId(row.getLong(2))))
                        .list());
    }

    private static String place(Webhook webhook) {
        return place(webhook.organization(), webhook.url());
    }

    private static String place(OrganizationId organization, String url) {
        return "signing key of organization " + organization + " for " + url;
    }

    private static Sealed sealed(ResultSet row, int number) throws SQLException {
        return new Sealed(read(row, number), row.getString("signing_key"));
    }

    private static Webhook read(ResultSet row, int number) throws SQLException {
        return new Webhook(
                new WebhookId(row.getLong("id")),
                new OrganizationId(row.getLong("organization_id")),
                row.getString("url"),
                Webhook.Status.valueOf(row.getString("status")),
                row.getString("status_reason"),
                row.getInt("exhausted"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
