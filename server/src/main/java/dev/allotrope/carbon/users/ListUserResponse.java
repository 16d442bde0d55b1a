package dev.allotrope.carbon.users;

import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.tenant.Customer;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.OrganizationSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user without figures. The limits are the user's own; the sources are those that are synced in fact.
record ListUserResponse(
        long id,
        long organizationId,
        String organizationSuppliedUserId,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt,
        Map<String, Boolean> enabledFeatures,
        Map<String, Long> customLimits,
        List<String> autoSyncEnabledSources) {
    static ListUserResponse of(Customer customer, OrganizationSettings organization) {
        return new ListUserResponse(
                customer.tenant().customer().value(),
                customer.tenant().organization().value(),
                customer.externalId(),
                customer.createdAt(),
                customer.updatedAt(),
                null,
                UserFeatures.of(customer.settings()),
                UserConfiguration.limits(customer.settings().preferences()),
                UserConfiguration.sources(
                        EffectiveSettings.of(customer.settings(), organization).autoSync()));
    }
}
