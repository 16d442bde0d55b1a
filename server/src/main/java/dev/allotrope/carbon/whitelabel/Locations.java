package dev.allotrope.carbon.whitelabel;

import java.util.Arrays;

/// Ways to a field of a request.
final class Locations {
    private Locations() {}

    static Object[] below(Object[] loc, Object step) {
        Object[] longer = Arrays.copyOf(loc, loc.length + 1);
        longer[loc.length] = step;
        return longer;
    }
}
