package dev.allotrope.connect;

import dev.allotrope.connect.settings.SettingsTable;
import dev.allotrope.connect.token.ConnectionGrant;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The connections of a tenant: lists, and the steps that a sync takes them through. Each method joins an open
/// transaction or opens its own; another tenant's connection is not found.
public final class Connections {
    /// The most tags of one connection.
    public static final int MAX_TAGS = 500;

    private static final String OF_TENANT = " WHERE organization_id = :organization AND customer_id = :customer";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Refresher refresher;
    private final ApplicationEventPublisher events;
    private final SettingsTable settings;

    Connections(JdbcClient jdbc, Transactions transactions, Refresher refresher, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.refresher = refresher;
        this.events = events;
        this.settings = new SettingsTable(jdbc);
    }

    /// Revoked or not. Throws [Failure] with `NOT_FOUND`.
    public Connection get(Tenant tenant, ConnectionId id) {
        return find(tenant, id).orElseThrow(() -> Failure.notFound("data source", id));
    }

    public Optional<Connection> find(Tenant tenant, ConnectionId id) {
        return transactions.in(
                tenant,
                () -> of(tenant, "SELECT * FROM connection" + OF_TENANT + " AND id = :id")
                        .param("id", id.value())
                        .query(new ConnectionRow())
                        .optional());
    }

    /// The connection, locked until the transaction ends, if it can be acted for: it is not disconnected, and its
    /// authorization is not known to have ended.
    public Optional<Connection> lockUsable(Tenant tenant, ConnectionId id) {
        return of(tenant, "SELECT * FROM connection" + OF_TENANT + " AND id = :id FOR UPDATE")
                .param("id", id.value())
                .query(new ConnectionRow())
                .optional()
                .filter(connection -> !connection.revoked() && authorized(connection));
    }

    /// Those of a customer, or of all customers of an organization.
    public List<Connection> list(Scope scope, ConnectionFilter filter, ConnectionOrder order, Page page) {
        return transactions.in(
                scope,
                () -> filtered(scope, "SELECT *", filter, """
                        AND id > :startingId ORDER BY %s LIMIT :limit OFFSET :offset""".formatted(order.sql()))
                        .param("startingId", page.startingId())
                        .param("limit", page.limit())
                        .param("offset", page.offset())
                        .query(new ConnectionRow())
                        .list());
    }

    /// How many there are, whatever the page.
    public long count(Scope scope, ConnectionFilter filter) {
        return transactions.in(
                scope,
                () -> filtered(scope, "SELECT count(*)", filter, "")
                        .query(Long.class)
                        .single());
    }

    /// How many connections that are not disconnected stand so.
    long usable(Scope scope, SyncStatus status) {
        return transactions.in(
                scope,
                () -> of(scope, "SELECT count(*) FROM connection", " AND NOT revoked AND sync_status = :status")
                        .param("status", status.name())
                        .query(Long.class)
                        .single());
    }

    /// The settings of a connection are other ones now. Published inside the transaction that stores them.
    public record Configured(Tenant tenant, ConnectionId connection, SourceSettings before, SourceSettings after) {}

    /// A connection and whose it is.
    public record Owned(Tenant tenant, ConnectionId id) {}

    /// The connection whose token was not refreshed for longest, and for `age`, though it could be. It is marked
    /// as tried and comes up again after `retry` at the earliest, so that those which keep failing leave the
    /// others their turn.
    Optional<Owned> takeStaleToken(Duration age, Duration retry) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        UPDATE connect_credential SET tried_at = clock_timestamp()
                        WHERE connection_id = (
                            SELECT connection_id FROM connect_credential
                            WHERE NOT invalid AND refresh_token IS NOT NULL
                              AND refreshed_at < clock_timestamp() - :age * interval '1 second'
                              AND (tried_at IS NULL OR tried_at < clock_timestamp() - :retry * interval '1 second')
                            ORDER BY greatest(refreshed_at, tried_at) LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING organization_id, customer_id, connection_id""")
                        .param("age", age.toSeconds())
                        .param("retry", retry.toSeconds())
                        .query((row, number) -> new Owned(tenant(row), new ConnectionId(row.getLong("connection_id"))))
                        .optional());
    }

    /// Whose connection it is: for jobs, which know the id alone.
    public Optional<Tenant> owner(ConnectionId id) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT organization_id, customer_id FROM connection WHERE id = :id""")
                        .param("id", id.value())
                        .query((row, number) -> tenant(row))
                        .optional());
    }

    /// How the connection's remote user lets us act, metered by `meter`. Throws [Failure] with `NOT_FOUND`; a
    /// connection whose authorization is gone says so when a token is asked for.
    public Grant grant(Tenant tenant, ConnectionId id, ApiMeter meter) {
        return new ConnectionGrant(tenant, id, refresher, settings(tenant, id), meter);
    }

    /// What is taken over the connection, and how. Throws [Failure] with `NOT_FOUND`.
    public SourceSettings settings(Tenant tenant, ConnectionId id) {
        return transactions.in(tenant, () -> {
            get(tenant, id);
            return settings.of(tenant, id);
        });
    }

    /// Changes the settings, one caller at a time, and returns what they are now. Throws [Failure] with
    /// `NOT_FOUND`.
    public SourceSettings configure(Tenant tenant, ConnectionId id, UnaryOperator<SourceSettings> change) {
        return transactions.in(tenant, () -> {
            lock(tenant, id);
            SourceSettings before = settings.of(tenant, id);
            SourceSettings after = change.apply(before);
            if (!after.equals(before)) {
                settings.put(tenant, id, after);
                events.publishEvent(new Configured(tenant, id, before, after));
            }
            return after;
        });
    }

    /// Takes over settings that came along with an authorization, which starts what they need by itself.
    public void adopt(Tenant tenant, ConnectionId id, @Nullable SourceSettings given) {
        if (given != null) {
            settings.put(tenant, id, given);
        }
    }

    /// A listing was asked for and waits.
    public void queued(Tenant tenant, ConnectionId id) {
        change(tenant, id, "sync_status = 'QUEUED_FOR_SYNCING', sync_error = NULL");
    }

    /// A listing runs.
    public void listing(Tenant tenant, ConnectionId id) {
        change(tenant, id, "sync_status = 'SYNCING', sync_error = NULL");
    }

    /// A listing ended whole at `at`.
    public void listed(Tenant tenant, ConnectionId id, Instant at) {
        transactions.run(tenant, () -> {
            change(tenant, id, """
                    sync_status = 'READY', sync_error = NULL, error_told = NULL, items_synced_at = :at,
                    last_synced_at = :at""", at);
            events.publishEvent(new ConnectionNews.Listed(tenant, id));
        });
    }

    /// A run ended without a whole listing; `message` is for the end user. A connection that was disconnected
    /// meanwhile stays as it is: the run ended because of that.
    public void failed(Tenant tenant, ConnectionId id, String message) {
        transactions.run(tenant, () -> {
            boolean news = untold(tenant, id, message);
            changed(id, changing(tenant, id, """
                    sync_status = CASE WHEN revoked THEN sync_status ELSE 'SYNC_ERROR' END,
                    sync_error = CASE WHEN revoked THEN sync_error ELSE :message END,
                    error_told = :message""").param("message", message).update());
            if (news) {
                events.publishEvent(new ConnectionNews.Failed(tenant, id, message));
            }
        });
    }

    /// The token could not be refreshed and may never be. Unlike what a run [#failed] with, this is no longer true when
    /// a refresh succeeds.
    void refused(Tenant tenant, ConnectionId id, String message) {
        transactions.run(tenant, () -> {
            failed(tenant, id, message);
            of(tenant, "UPDATE connect_credential SET refused = :message" + OF_TENANT + " AND connection_id = :id")
                    .param("id", id.value())
                    .param("message", message)
                    .update();
        });
    }

    private boolean untold(Tenant tenant, ConnectionId id, String message) {
        return of(
                        tenant,
                        "SELECT NOT revoked AND error_told IS DISTINCT FROM :message FROM connection" + OF_TENANT
                                + " AND id = :id FOR UPDATE")
                .param("id", id.value())
                .param("message", message)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> Failure.notFound("data source", id));
    }

    /// The end user stopped the listing at `at`.
    public void canceled(Tenant tenant, ConnectionId id, Instant at) {
        transactions.run(tenant, () -> {
            change(tenant, id, """
                    sync_status = 'READY', sync_error = NULL, last_sync_action = 'CANCEL', last_synced_at = :at""", at);
            events.publishEvent(new ConnectionNews.Canceled(tenant, id));
        });
    }

    /// Documents were queued at `at`. All three change together, because clients compare them in one reading.
    public void filesQueued(Tenant tenant, ConnectionId id, Instant at) {
        change(tenant, id, """
                last_sync_action = 'UPDATE', last_synced_at = :at, files_synced_at = :at, error_told = NULL""", at);
    }

    /// Replaces the options that later runs use.
    public void options(Tenant tenant, ConnectionId id, SyncOptions options) {
        change(tenant, id, "options = :options::jsonb", change -> change.param("options", Json.write(options)));
    }

    /// Takes tags away; keys that are not there are no error.
    public void untagged(Tenant tenant, ConnectionId id, Collection<String> keys) {
        change(tenant, id, "tags = tags - :keys::text[]", change -> change.param("keys", keys.toArray(String[]::new)));
    }

    /// Takes all tags away.
    public void untagged(Tenant tenant, ConnectionId id) {
        change(tenant, id, "tags = '{}'");
    }

    /// Lays `tags` over the connection's own. Throws [Failure] with `LIMIT_EXCEEDED` when they become more than
    /// [#MAX_TAGS].
    public void tagged(Tenant tenant, ConnectionId id, Tags tags) {
        transactions.run(tenant, () -> {
            change(tenant, id, "tags = tags || :tags::jsonb", change -> change.param("tags", Json.write(tags)));
            requireRoom(get(tenant, id), Tags.NONE);
        });
    }

    /// Throws [Failure] with `LIMIT_EXCEEDED` when `more` and the connection's own tags are more than [#MAX_TAGS].
    public static void requireRoom(Connection connection, Tags more) {
        Set<String> keys = new HashSet<>(connection.tags().values().keySet());
        keys.addAll(more.values().keySet());
        if (keys.size() > MAX_TAGS) {
            throw new Failure(
                    ErrorCode.LIMIT_EXCEEDED,
                    "could not tag data source " + connection.id() + ": it would have more than " + MAX_TAGS
                            + " tags; take some away first");
        }
    }

    private void lock(Tenant tenant, ConnectionId id) {
        boolean there = of(tenant, "SELECT id FROM connection" + OF_TENANT + " AND id = :id FOR UPDATE")
                .param("id", id.value())
                .query(Long.class)
                .optional()
                .isPresent();
        if (!there) {
            throw Failure.notFound("data source", id);
        }
    }

    private boolean authorized(Connection connection) {
        return of(connection.tenant(), """
                        SELECT EXISTS (SELECT 1 FROM connect_credential
                                       WHERE organization_id = :organization AND customer_id = :customer
                                         AND connection_id = :id AND NOT invalid)""")
                .param("id", connection.id().value())
                .query(Boolean.class)
                .single();
    }

    private JdbcClient.StatementSpec filtered(Scope scope, String select, ConnectionFilter filter, String rest) {
        return of(scope, select + " FROM connection", """
                 AND (:ids = '{}' OR id = ANY (:ids::bigint[]))
                 AND (:revoked::boolean IS NULL OR revoked = :revoked::boolean)
                 AND (:kind::text IS NULL OR kind = :kind)
                 AND tags @> :tags::jsonb
                """ + rest)
                .param("ids", Sql.array(filter.ids()))
                .param("revoked", filter.revoked())
                .param("kind", filter.kind() == null ? null : filter.kind().name())
                .param("tags", Json.write(filter.tags()));
    }

    private void change(Tenant tenant, ConnectionId id, String assignments) {
        change(tenant, id, assignments, UnaryOperator.identity());
    }

    private void change(Tenant tenant, ConnectionId id, String assignments, Instant at) {
        change(tenant, id, assignments, change -> change.param("at", Sql.time(at)));
    }

    private void change(
            Tenant tenant, ConnectionId id, String assignments, UnaryOperator<JdbcClient.StatementSpec> values) {
        transactions.run(
                tenant,
                () -> changed(
                        id, values.apply(changing(tenant, id, assignments)).update()));
    }

    private JdbcClient.StatementSpec changing(Tenant tenant, ConnectionId id, String assignments) {
        return of(
                        tenant,
                        "UPDATE connection SET updated_at = touched(updated_at), " + assignments + OF_TENANT
                                + " AND id = :id")
                .param("id", id.value());
    }

    private static void changed(ConnectionId id, int rows) {
        if (rows == 0) {
            throw Failure.notFound("data source", id);
        }
    }

    private static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                new OrganizationId(row.getLong("organization_id")), new CustomerId(row.getLong("customer_id")));
    }

    private JdbcClient.StatementSpec of(Scope scope, String select, String conditions) {
        return switch (scope) {
            case Tenant tenant -> of(tenant, select + OF_TENANT + conditions);
            case Scope.Organization organization ->
                jdbc.sql(select + " WHERE organization_id = :organization" + conditions)
                        .param("organization", organization.id().value());
            case Scope.System _ -> jdbc.sql(select + " WHERE true" + conditions);
        };
    }

    private JdbcClient.StatementSpec of(Tenant tenant, String sql) {
        return jdbc.sql(sql)
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value());
    }
}
