package dev.allotrope.index;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.TagFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which documents a leg may return; null means no restriction. `model` is the slug documents were processed under.
public record Filter(@Nullable Set<DocumentId> documents, @Nullable TagFilter tags, @Nullable String model) {
    public static final Filter NONE = new Filter(null, null, null);

    public Filter {
        documents = documents == null ? null : Set.copyOf(documents);
    }
}
