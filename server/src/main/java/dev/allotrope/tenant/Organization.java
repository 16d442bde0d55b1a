package dev.allotrope.tenant;

import dev.allotrope.kernel.OrganizationId;
import java.time.Instant;

/// A holder of API keys whose customers' documents we keep.
public record Organization(OrganizationId id, String name, Instant createdAt, Instant updatedAt) {}
