package dev.allotrope.tenant.settings;

import java.util.Map;
import java.util.TreeMap;

/// What was set for one customer. `features` are switched on or off by name; one that is absent has its default.
public record CustomerSettings(Preferences preferences, Map<String, Boolean> features) {
    public static final CustomerSettings UNSET = new CustomerSettings(Preferences.UNSET, Map.of());

    public CustomerSettings {
        features = Map.copyOf(features);
    }

    public CustomerSettings with(Preferences changed) {
        return new CustomerSettings(changed, features);
    }

    public CustomerSettings with(String feature, boolean enabled) {
        Map<String, Boolean> changed = new TreeMap<>(features);
        changed.put(feature, enabled);
        return new CustomerSettings(preferences, changed);
    }
}
