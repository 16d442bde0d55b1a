package dev.allotrope.connect.token;

import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `connect_credential`. Tokens are sealed with their connection and column as the place. Every method
/// needs an open transaction. Whoever locks both locks the connection before its credential.
public final class CredentialTable {
    private static final String OF_CONNECTION =
            " WHERE %1$s.organization_id = :organization AND %1$s.customer_id = :customer AND %1$s.%2$s = :id";
    private static final String SELECT = """
            SELECT c.*, n.kind, n.domain, c.attempt_until > clock_timestamp() AS under_way
            FROM connect_credential c JOIN connection n ON n.id = c.connection_id
            """ + OF_CONNECTION.formatted("c", "connection_id");

    private final JdbcClient jdbc;
    private final Vault vault;

    CredentialTable(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    Optional<Credential> find(Tenant tenant, ConnectionId id) {
        return of(tenant, id, SELECT).query((row, number) -> read(id, row)).optional();
    }

    public Optional<Credential> lock(Tenant tenant, ConnectionId id) {
        return of(tenant, id, SELECT + " FOR UPDATE OF c")
                .query((row, number) -> read(id, row))
                .optional();
    }

    public void lockConnection(Tenant tenant, ConnectionId id) {
        of(tenant, id, "SELECT id FROM connection n" + OF_CONNECTION.formatted("n", "id") + " FOR UPDATE")
                .query(Long.class)
                .optional();
    }

    /// The tokens of a new authorization replace whatever was there.
    public void put(Tenant tenant, ConnectionId id, IssuedTokens tokens, String app) {
        tokens(tenant, id, tokens, """
                INSERT INTO connect_credential (connection_id, organization_id, customer_id, access_token, refresh_token,
                                                instance, app, refreshed_at)
                VALUES (:id, :organization, :customer, :access, :refresh, :instance, :app, clock_timestamp())
                ON CONFLICT (connection_id) DO UPDATE
                SET access_token = excluded.access_token, refresh_token = excluded.refresh_token,
                    instance = excluded.instance, app = excluded.app, refreshed_at = excluded.refreshed_at,
                    attempt_until = NULL, invalid = false, ended = NULL, refused = NULL""").param("app", app).update();
    }

    /// The tokens of a refresh; without a new refresh token the old one stays. That an earlier one was refused shows on
    /// the connection no longer.
    void renew(Tenant tenant, ConnectionId id, IssuedTokens tokens) {
        of(
                        tenant,
                        id,
                        """
                UPDATE connection n
                SET sync_status = 'READY', sync_error = NULL, error_told = NULL, updated_at = touched(updated_at)
                """ + OF_CONNECTION.formatted("n", "id") + " AND sync_status = 'SYNC_ERROR'"
                                + " AND sync_error = (SELECT refused FROM connect_credential WHERE connection_id = n.id)")
                .update();
        tokens(tenant, id, tokens, """
                UPDATE connect_credential c
                SET access_token = :access, refresh_token = coalesce(:refresh, refresh_token), instance = :instance,
                    refreshed_at = clock_timestamp(), attempt_until = NULL, refused = NULL
                """ + OF_CONNECTION.formatted("c", "connection_id"))
                .update();
        of(tenant, id, """
                UPDATE connection n SET instance = :instance, updated_at = touched(updated_at)
                """ + OF_CONNECTION.formatted("n", "id") + " AND instance <> :instance")
                .param("instance", tokens.instance().toString())
                .update();
    }

    void attempt(Tenant tenant, ConnectionId id, Duration duration) {
        of(tenant, id, """
                UPDATE connect_credential c
                SET attempt_until = clock_timestamp() + :milliseconds * interval '1 millisecond'
                """ + OF_CONNECTION.formatted("c", "connection_id"))
                .param("milliseconds", duration.toMillis())
                .update();
    }

    void attemptEnded(Tenant tenant, ConnectionId id) {
        of(
                        tenant,
                        id,
                        "UPDATE connect_credential c SET attempt_until = NULL"
                                + OF_CONNECTION.formatted("c", "connection_id"))
                .update();
    }

    /// The refresh token is dead, and the connection shows `error`.
    void invalidate(Tenant tenant, ConnectionId id, String error) {
        of(
                        tenant,
                        id,
                        "UPDATE connect_credential c SET invalid = true, ended = :error, attempt_until = NULL"
                                + OF_CONNECTION.formatted("c", "connection_id"))
                .param("error", error)
                .update();
        of(tenant, id, """
                UPDATE connection n
                SET sync_status = 'SYNC_ERROR', sync_error = :error, updated_at = touched(updated_at)
                """ + OF_CONNECTION.formatted("n", "id"))
                .param("error", error)
                .update();
    }

    /// Seals with the first encryption key what was sealed with another, and returns how many credentials that
    /// were.
    int reseal() {
        return jdbc
                .sql("SELECT connection_id, access_token, refresh_token FROM connect_credential ORDER BY 1 FOR UPDATE")
                .query((row, number) -> new Sealed(
                        new ConnectionId(row.getLong("connection_id")),
                        row.getString("access_token"),
                        row.getString("refresh_token")))
                .list()
                .stream()
                .mapToInt(this::reseal)
                .sum();
    }

    private record Sealed(
            ConnectionId connection,
            String access,
            @Nullable String refresh) {}

    private int reseal(Sealed tokens) {
        Optional<String> access = vault.resealed(tokens.access(), accessPlace(tokens.connection()));
        Optional<String> refresh = Optional.ofNullable(tokens.refresh())
                .flatMap(token -> vault.resealed(token, refreshPlace(tokens.connection())));
        if (access.isEmpty() && refresh.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        UPDATE connect_credential SET access_token = :access, refresh_token = :refresh
                        WHERE connection_id = :id""")
                .param("access", access.orElse(tokens.access()))
                .param("refresh", refresh.orElse(tokens.refresh()))
                .param("id", tokens.connection().value())
                .update();
    }

    public void delete(Tenant tenant, ConnectionId id) {
        of(tenant, id, "DELETE FROM connect_credential c" + OF_CONNECTION.formatted("c", "connection_id"))
                .update();
    }

    private JdbcClient.StatementSpec tokens(Tenant tenant, ConnectionId id, IssuedTokens tokens, String sql) {
        Secret refresh = tokens.refresh();
        return of(tenant, id, sql)
                .param("access", vault.seal(tokens.access().value(), accessPlace(id)))
                .param("refresh", refresh == null ? null : vault.seal(refresh, refreshPlace(id)))
                .param("instance", tokens.instance().toString());
    }

    private Credential read(ConnectionId id, ResultSet row) throws SQLException {
        return new Credential(
                SourceKind.valueOf(row.getString("kind")),
                row.getString("domain"),
                new AccessToken(vault.open(row.getString("access_token"), accessPlace(id))),
                refresh(id, row.getString("refresh_token")),
                URI.create(row.getString("instance")),
                row.getString("app"),
                attempt(row),
                ended(id, row));
    }

    /// Where the reason was not kept yet, that it ended is all there is to say.
    private static @Nullable String ended(ConnectionId id, ResultSet row) throws SQLException {
        if (!row.getBoolean("invalid")) {
            return null;
        }
        String reason = row.getString("ended");
        return reason == null ? Refresher.words(id, "Salesforce ended the authorization") : reason;
    }

    private @Nullable Secret refresh(ConnectionId id, @Nullable String sealed) {
        return sealed == null ? null : vault.open(sealed, refreshPlace(id));
    }

    private static Credential.Attempt attempt(ResultSet row) throws SQLException {
        boolean underWay = row.getBoolean("under_way");
        if (row.wasNull()) {
            return Credential.Attempt.NONE;
        }
        return underWay ? Credential.Attempt.UNDER_WAY : Credential.Attempt.INTERRUPTED;
    }

    private static String accessPlace(ConnectionId id) {
        return "connection " + id + " access_token";
    }

    private static String refreshPlace(ConnectionId id) {
        return "connection " + id + " refresh_token";
    }

    private JdbcClient.StatementSpec of(Tenant tenant, ConnectionId id, String sql) {
        return jdbc.sql(sql)
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value())
                .param("id", id.value());
    }
}
