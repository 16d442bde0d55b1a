package dev.allotrope.salesforce.sim.category;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which categories a user's role, profile and permission sets make visible: by group the chosen ones, none for an
/// empty set, and all for a group that is not named (Salesforce Help, Data Category Visibility).
public record CategoryVisibility(Map<String, Set<String>> chosen) {

    public static final CategoryVisibility ALL = new CategoryVisibility(Map.of());

    public CategoryVisibility {
        Map<String, Set<String>> copy = new HashMap<>();
        chosen.forEach((group, names) -> copy.put(group, Set.copyOf(names)));
        chosen = Map.copyOf(copy);
    }

    /// With other visible categories in one group.
    public CategoryVisibility with(String group, Set<String> names) {
        Map<String, Set<String>> changed = new HashMap<>(chosen);
        changed.put(group, names);
        return new CategoryVisibility(changed);
    }

    boolean isWhole(String group) {
        return !chosen.containsKey(group);
    }
}
