package dev.allotrope.salesforce.sim.user;

import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import java.util.EnumSet;
import java.util.Set;

/// A user of the org.
///
/// @param active       an inactive user has no sessions and gets no tokens
/// @param hiddenFields what field-level security hides from this user
public record User(
        String username,
        UserKind kind,
        boolean active,
        Set<Right> rights,
        CategoryVisibility categories,
        Set<String> hiddenFields) {

    static final String DEFAULT_NAME = "integration@sim.example";

    private static final int IDS = 1_000_000_000;

    public User {
        rights = Set.copyOf(rights);
        hiddenFields = Set.copyOf(hiddenFields);
    }

    static User allowedEverything(String username) {
        return new User(
                username, UserKind.EMPLOYEE, true, EnumSet.allOf(Right.class), CategoryVisibility.ALL, Set.of());
    }

    /// `005…`, the same for the same name.
    public String id() {
        return SalesforceId.of("005", Math.floorMod(username.hashCode(), IDS) + 1L);
    }

    public String displayName() {
        int at = username.indexOf('@');
        return at < 0 ? username : username.substring(0, at);
    }

    public boolean has(Right right) {
        return rights.contains(right);
    }

    public User with(UserKind other) {
        return new User(username, other, active, rights, categories, hiddenFields);
    }

    public User with(CategoryVisibility other) {
        return new User(username, kind, active, rights, other, hiddenFields);
    }

    public User with(Set<Right> other) {
        return new User(username, kind, active, other, categories, hiddenFields);
    }

    public User without(Right right) {
        Set<Right> fewer = EnumSet.allOf(Right.class);
        fewer.retainAll(rights);
        fewer.remove(right);
        return with(fewer);
    }

    public User withActive(boolean other) {
        return new User(username, kind, other, rights, categories, hiddenFields);
    }

    public User withHiddenFields(Set<String> names) {
        return new User(username, kind, active, rights, categories, names);
    }
}
