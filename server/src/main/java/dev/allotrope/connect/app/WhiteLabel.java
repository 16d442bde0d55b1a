package dev.allotrope.connect.app;

import dev.allotrope.kernel.Secret;
import dev.allotrope.source.SourceKind;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An organization's own OAuth client for a kind of remote system. `confidential`: it has a secret, which is not told.
public record WhiteLabel(
        Id id,
        SourceKind kind,
        String clientId,
        boolean confidential,
        URI redirect,
        Instant createdAt,
        Instant updatedAt) {
    /// Which white label.
    public record Id(long value) {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /// What a white label is to be. Without `secret` a new client is a public one, and a known one keeps what it has.
    /// `redirect` is sent to the remote system to the letter.
    public record Registration(
            SourceKind kind, String clientId, @Nullable Secret secret, URI redirect) {
        public Registration {
            if (clientId.isBlank()) {
                throw new IllegalArgumentException("a client id is not blank");
            }
        }
    }

    /// The order of a list of white labels; equal ones are in the order of ids, in the same direction.
    public enum Order {
        CREATED_AT_ASCENDING("created_at ASC, id ASC"),
        CREATED_AT_DESCENDING("created_at DESC, id DESC"),
        KIND_ASCENDING("kind ASC, id ASC"),
        KIND_DESCENDING("kind DESC, id DESC");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }
}
