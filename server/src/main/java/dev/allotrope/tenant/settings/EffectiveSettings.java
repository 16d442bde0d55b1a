package dev.allotrope.tenant.settings;

import java.util.Objects;

/// What holds for a customer: their own settings, else the organization's, else the defaults.
public record EffectiveSettings(AutoSync autoSync, int autoSyncHours, Limits limits) {
    public static EffectiveSettings of(CustomerSettings customer, OrganizationSettings organization) {
        Preferences own = customer.preferences();
        Preferences inherited = organization.preferences();
        AutoSync autoSync = own.autoSync() == null ? inherited.autoSync() : own.autoSync();
        Integer hours = own.autoSyncHours() == null ? inherited.autoSyncHours() : own.autoSyncHours();
        return new EffectiveSettings(
                Objects.requireNonNullElse(autoSync, AutoSync.NONE),
                Objects.requireNonNullElse(hours, Preferences.DEFAULT_HOURS),
                Limits.resolve(own, inherited));
    }
}
