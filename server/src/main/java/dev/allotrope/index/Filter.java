package dev.allotrope.index;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.document.TagFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which documents a leg may return: all three must admit them. Null means no restriction, an empty set admits
/// nothing.
public record Filter(
        @Nullable Set<DocumentId> documents,
        @Nullable TagFilter tags,
        @Nullable Set<Group> groups) {
    public static final Filter NONE = new Filter(null, null, null);

    public Filter {
        documents = documents == null ? null : Set.copyOf(documents);
        groups = groups == null ? null : Set.copyOf(groups);
    }

    /// This filter, for documents of the given groups only.
    public Filter within(Set<Group> only) {
        return new Filter(documents, tags, only);
    }
}
