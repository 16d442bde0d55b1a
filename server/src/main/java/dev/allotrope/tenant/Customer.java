package dev.allotrope.tenant;

import dev.allotrope.tenant.settings.CustomerSettings;
import java.time.Instant;

/// An end user of an organization. `externalId` is the organization's own name for them.
public record Customer(
        Tenant tenant, String externalId, CustomerSettings settings, Instant createdAt, Instant updatedAt) {}
