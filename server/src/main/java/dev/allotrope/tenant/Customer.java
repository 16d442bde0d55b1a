package dev.allotrope.tenant;

import java.time.Instant;

/// An end user of an organization. `externalId` is the organization's own name for them.
public record Customer(
        Tenant tenant, String externalId, CustomerSettings settings, Instant createdAt, Instant updatedAt) {}
