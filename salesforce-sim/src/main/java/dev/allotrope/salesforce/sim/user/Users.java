package dev.allotrope.salesforce.sim.user;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The users of one org. Whoever logs in is one; a name that was never changed may do everything.
public final class Users {

    private final Map<String, User> changed = new TreeMap<>();

    /// The user of a name; a blank one is the integration user's.
    public synchronized User named(String username) {
        String name = username.isBlank() ? User.DEFAULT_NAME : username.trim();
        return changed.computeIfAbsent(name, User::allowedEverything);
    }

    /// Changes what a user may see and do, as an administrator does in Setup; it counts from the next call on.
    public synchronized User change(String username, UnaryOperator<User> change) {
        User user = change.apply(named(username));
        changed.put(user.username(), user);
        return user;
    }

    /// Every user that was named so far.
    public synchronized List<User> all() {
        return List.copyOf(changed.values());
    }
}
