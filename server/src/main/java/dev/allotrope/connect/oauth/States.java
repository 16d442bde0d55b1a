package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Json;
import dev.allotrope.connect.Sql;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.key.OpaqueToken;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The links handed out to end users, each good for one visit within [#LIFETIME]. A link's `state` is all that a
/// visit brings along; whose it is and what was asked for stands here, under the hash of the state.
final class States {
    /// As long as an authorization code lives, for the user to log in and approve.
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Vault vault;
    private final InstantSource clock;

    States(JdbcClient jdbc, Transactions transactions, Vault vault, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.vault = vault;
        this.clock = clock;
    }

    enum Purpose {
        AUTHORIZE,
        RESUME
    }

    /// What a link stands for. An `AUTHORIZE` link has a PKCE verifier, a `RESUME` link a connection.
    record Pending(
            Tenant tenant,
            Purpose purpose,
            SourceKind kind,
            String domain,
            String app,
            URI redirect,
            SyncOptions options,
            Optional<Secret> verifier,
            Optional<ConnectionId> connection) {}

    /// What a visit finds.
    sealed interface Found {
        record Good(Pending pending) implements Found {}

        record Expired() implements Found {}

        record Unknown() implements Found {}
    }

    /// Stores `pending` and returns its state.
    Secret keep(Pending pending) {
        Secret state = OpaqueToken.random();
        Instant expiry = clock.instant().plus(LIFETIME);
        transactions.run(pending.tenant(), () -> insert(pending, OpaqueToken.hash(state), expiry));
        return state;
    }

    /// Uses the state up, whatever comes of it.
    Found take(Secret state, Purpose purpose) {
        byte[] hash = OpaqueToken.hash(state);
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        DELETE FROM connect_state WHERE hash = :hash AND purpose = :purpose RETURNING *""")
                        .param("hash", hash)
                        .param("purpose", purpose.name())
                        .query((row, number) -> found(row, hash))
                        .optional()
                        .orElseGet(Found.Unknown::new));
    }

    /// Removes links that expired long ago and returns how many.
    int sweep() {
        Instant before = clock.instant().minus(REMEMBERED);
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("DELETE FROM connect_state WHERE expires_at < :before")
                        .param("before", Sql.time(before))
                        .update());
    }

    private void insert(Pending pending, byte[] hash, Instant expiry) {
        jdbc.sql("""
                INSERT INTO connect_state (hash, organization_id, customer_id, connection_id, kind, purpose, domain, app,
                                           verifier, redirect_uri, options, expires_at)
                VALUES (:hash, :organization, :customer, :connection, :kind, :purpose, :domain, :app,
                        :verifier, :redirect, :options::jsonb, :expiry)""")
                .param("hash", hash)
                .param("organization", pending.tenant().organization().value())
                .param("customer", pending.tenant().customer().value())
                .param(
                        "connection",
                        pending.connection().map(ConnectionId::value).orElse(null))
                .param("kind", pending.kind().name())
                .param("purpose", pending.purpose().name())
                .param("domain", pending.domain())
                .param("app", pending.app())
                .param(
                        "verifier",
                        pending.verifier()
                                .map(verifier -> vault.seal(verifier, place(hash)))
                                .orElse(null))
                .param("redirect", pending.redirect().toString())
                .param("options", Json.write(pending.options()))
                .param("expiry", Sql.time(expiry))
                .update();
    }

    private Found found(ResultSet row, byte[] hash) throws SQLException {
        if (!Columns.time(row, "expires_at").isAfter(clock.instant())) {
            return new Found.Expired();
        }
        return new Found.Good(new Pending(
                new Tenant(
                        new OrganizationId(row.getLong("organization_id")), new CustomerId(row.getLong("customer_id"))),
                Purpose.valueOf(row.getString("purpose")),
                SourceKind.valueOf(row.getString("kind")),
                row.getString("domain"),
                row.getString("app"),
                URI.create(row.getString("redirect_uri")),
                Json.options(row.getString("options")),
                verifier(row.getString("verifier"), hash),
                connection(row)));
    }

    private Optional<Secret> verifier(@Nullable String sealed, byte[] hash) {
        return Optional.ofNullable(sealed).map(text -> vault.open(text, place(hash)));
    }

    private static Optional<ConnectionId> connection(ResultSet row) throws SQLException {
        long id = row.getLong("connection_id");
        return row.wasNull() ? Optional.empty() : Optional.of(new ConnectionId(id));
    }

    private static String place(byte[] hash) {
        return "state " + HexFormat.of().formatHex(hash) + " verifier";
    }
}
