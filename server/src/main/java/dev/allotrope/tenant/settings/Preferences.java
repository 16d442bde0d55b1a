package dev.allotrope.tenant.settings;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What may be set for one customer, or by an organization for those of its customers who have nothing of their own.
/// Null, or absence from `limits`, is "not set" and inherits.
///
/// @param autoSyncHours the time between two syncs, one of [#HOURS]
/// @param limits the most there may be of something, or [#NO_LIMIT]
public record Preferences(
        @Nullable AutoSync autoSync, @Nullable Integer autoSyncHours, Map<Limit, Long> limits) {
    public static final Set<Integer> HOURS = Set.of(3, 6, 12, 24);
    public static final int DEFAULT_HOURS = 24;
    /// Set deliberately: no limit, whatever the organization says.
    public static final long NO_LIMIT = -1;

    public static final Preferences UNSET = new Preferences(null, null, Map.of());

    public Preferences {
        if (autoSyncHours != null && !HOURS.contains(autoSyncHours)) {
            throw new IllegalArgumentException("sources are synced every 3, 6, 12 or 24 hours");
        }
        if (limits.values().stream().anyMatch(value -> value < NO_LIMIT)) {
            throw new IllegalArgumentException("a limit is not negative, or " + NO_LIMIT);
        }
        limits = Map.copyOf(limits);
    }

    public Preferences withAutoSync(AutoSync chosen) {
        return new Preferences(chosen, autoSyncHours, limits);
    }

    /// Null inherits again.
    public Preferences withAutoSyncHours(@Nullable Integer chosen) {
        return new Preferences(autoSync, chosen, limits);
    }

    /// Null inherits again.
    public Preferences withLimit(Limit limit, @Nullable Long most) {
        Map<Limit, Long> changed = new EnumMap<>(Limit.class);
        changed.putAll(limits);
        if (most == null) {
            changed.remove(limit);
        } else {
            changed.put(limit, most);
        }
        return new Preferences(autoSync, autoSyncHours, changed);
    }
}
