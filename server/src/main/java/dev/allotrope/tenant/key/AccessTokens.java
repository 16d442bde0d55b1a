package dev.allotrope.tenant.key;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Short-lived credentials of one customer, for browsers.
public final class AccessTokens {
    /// How long a token is good for, as clients of the API were promised.
    public static final Duration LIFETIME = Duration.ofHours(10);

    /// How long an expired token is still recognised, so that its holder is told that it expired.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final InstantSource clock;

    AccessTokens(JdbcClient jdbc, Transactions transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// A new token, good for [#LIFETIME].
    public Secret issue(Tenant tenant) {
        Secret token = OpaqueToken.random();
        Instant expiry = clock.instant().plus(LIFETIME);
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO access_token (hash, organization_id, customer_id, expires_at)
                        VALUES (:hash, :organization, :customer, :expiry)""")
                        .param("hash", OpaqueToken.hash(token))
                        .param("organization", tenant.organization().value())
                        .param("customer", tenant.customer().value())
                        .param("expiry", expiry.atOffset(ZoneOffset.UTC))
                        .update());
        return token;
    }

    /// Removes tokens that expired long ago and returns how many.
    public int sweep() {
        Instant before = clock.instant().minus(REMEMBERED);
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("DELETE FROM access_token WHERE expires_at < :before")
                        .param("before", before.atOffset(ZoneOffset.UTC))
                        .update());
    }

    /// A stored token; tokens of deleted customers are not found.
    record Stored(Tenant tenant, Instant expiresAt) {}

    Optional<Stored> find(Secret token) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        SELECT t.organization_id, t.customer_id, t.expires_at
                        FROM access_token t JOIN customer c ON c.id = t.customer_id AND c.deleted_at IS NULL
                        WHERE t.hash = :hash""")
                        .param("hash", OpaqueToken.hash(token))
                        .query(AccessTokens::read)
                        .optional());
    }

    private static Stored read(ResultSet row, int number) throws SQLException {
        Tenant tenant = new Tenant(
                new OrganizationId(row.getLong("organization_id")), new CustomerId(row.getLong("customer_id")));
        return new Stored(tenant, Columns.time(row, "expires_at"));
    }
}
