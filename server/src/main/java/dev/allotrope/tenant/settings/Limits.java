package dev.allotrope.tenant.settings;

import java.util.EnumMap;
import java.util.Map;

/// The limits that hold for a customer after everything is inherited.
public record Limits(Map<Limit, Long> values) {
    /// What [#of] says where nothing is limited: more than anybody can have.
    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final Limits NONE = new Limits(Map.of());

    public Limits {
        values = Map.copyOf(values);
    }

    /// The most there may be, or [#UNLIMITED].
    public long of(Limit limit) {
        return values.getOrDefault(limit, UNLIMITED);
    }

    /// For each limit the first of two preferences that says anything, without those that say "no limit".
    static Limits resolve(Preferences own, Preferences inherited) {
        Map<Limit, Long> chosen = new EnumMap<>(Limit.class);
        chosen.putAll(inherited.limits());
        chosen.putAll(own.limits());
        chosen.values().removeIf(value -> value == Preferences.NO_LIMIT);
        return new Limits(chosen);
    }
}
