package dev.allotrope.library.item;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which items of a connection; null keeps all. `name` is found anywhere, without regard to case.
public record ItemFilter(
        @Nullable List<Long> ids,
        @Nullable List<String> externalIds,
        @Nullable String name) {
    public static final ItemFilter ALL = new ItemFilter(null, null, null);
}
