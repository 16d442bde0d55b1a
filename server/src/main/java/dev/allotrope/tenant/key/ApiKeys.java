package dev.allotrope.tenant.key;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// API keys. The text of a key is known when it is created and never again; revoking one shows on the next request.
public final class ApiKeys {
    /// Marks our keys, so that scanners for leaked secrets can find them.
    static final String PREFIX = "allotrope_";

    private static final int HINT_LENGTH = 4;
    private static final int MIN_LENGTH = 16;

    private final JdbcClient jdbc;
    private final Transactions transactions;

    ApiKeys(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// A key together with its text, shown this once.
    public record Created(ApiKey key, Secret text) {}

    /// Throws [Failure] with `NOT_FOUND` for an unknown organization.
    public Created create(OrganizationId organization, String name) {
        Secret text = Secret.of(PREFIX + OpaqueToken.random().reveal());
        return new Created(store(organization, name, text), text);
    }

    /// Newest last, revoked ones too.
    public List<ApiKey> list(Scope scope) {
        Long organization = organization(scope);
        return transactions.in(
                scope,
                () -> jdbc.sql("""
                        SELECT * FROM api_key WHERE :organization::bigint IS NULL OR organization_id = :organization
                        ORDER BY id""")
                        .param("organization", organization)
                        .query(ApiKeys::read)
                        .list());
    }

    /// Revoking twice keeps the first time. Throws [Failure] with `NOT_FOUND`.
    public ApiKey revoke(Scope scope, long id) {
        Long organization = organization(scope);
        return transactions.in(
                scope,
                () -> jdbc.sql("""
                        UPDATE api_key SET revoked_at = coalesce(revoked_at, clock_timestamp())
                        WHERE id = :id AND (:organization::bigint IS NULL OR organization_id = :organization)
                        RETURNING *""")
                        .param("id", id)
                        .param("organization", organization)
                        .query(ApiKeys::read)
                        .optional()
                        .orElseThrow(() -> Failure.notFound("API key", id)));
    }

    /// Stores a key whose text the operator chose. Throws [Failure] with `REQUEST_INVALID` for one that is too
    /// short to be safe.
    ApiKey store(OrganizationId organization, String name, Secret text) {
        String key = text.reveal();
        if (key.length() < MIN_LENGTH || !key.matches("[\\x21-\\x7e&&[^,]]+")) {
            throw Failure.invalid("could not store the API key: it needs at least " + MIN_LENGTH
                    + " printable ASCII characters, without spaces and commas");
        }
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        INSERT INTO api_key (organization_id, name, hint, hash)
                        SELECT id, :name, :hint, :hash FROM organization WHERE id = :organization
                        RETURNING *""")
                        .param("name", name)
                        .param("hint", "…" + key.substring(key.length() - HINT_LENGTH))
                        .param("hash", OpaqueToken.hash(text))
                        .param("organization", organization.value())
                        .query(ApiKeys::read)
                        .optional()
                        .orElseThrow(() -> Failure.notFound("organization", organization)));
    }

    Optional<ApiKey> find(Secret text) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT * FROM api_key WHERE hash = :hash")
                        .param("hash", OpaqueToken.hash(text))
                        .query(ApiKeys::read)
                        .optional());
    }

    private static @Nullable Long organization(Scope scope) {
        return switch (scope) {
            case Tenant tenant -> tenant.organization().value();
            case Scope.Organization organization -> organization.id().value();
            case Scope.System _ -> null;
        };
    }

    private static ApiKey read(ResultSet row, int number) throws SQLException {
        return new ApiKey(
                row.getLong("id"),
                new OrganizationId(row.getLong("organization_id")),
                row.getString("name"),
                row.getString("hint"),
                Columns.time(row, "created_at"),
                Columns.optionalTime(row, "revoked_at"));
    }
}
