package dev.allotrope.library.limits;

import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Limits;
import java.util.function.LongSupplier;

/// How much more there may be, and what stands in the way of more than that.
public record Room(long free, Obstacle beyond) {
    static Room under(Limits limits, Limit limit, LongSupplier used) {
        long most = limits.of(limit);
        long free = most == Limits.UNLIMITED ? most : Math.max(0, most - used.getAsLong());
        return new Room(free, new Obstacle.Full(limit, most));
    }

    static Room none(Obstacle obstacle) {
        return new Room(0, obstacle);
    }

    Room orLess(Room other) {
        return other.free < free ? other : this;
    }

    public boolean limited() {
        return free != Limits.UNLIMITED;
    }
}
