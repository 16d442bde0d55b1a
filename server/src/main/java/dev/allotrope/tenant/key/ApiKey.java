package dev.allotrope.tenant.key;

import dev.allotrope.kernel.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An API key as it can be shown later: `hint` is its end, for people to tell keys apart.
public record ApiKey(
        long id,
        OrganizationId organization,
        String name,
        String hint,
        Instant createdAt,
        @Nullable Instant revokedAt) {}
