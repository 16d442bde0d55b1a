package dev.allotrope.carbon.contract;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The two ways of filtering by tags as one.
public final class TagFilters {
    /// The most tags of the flat form: each is a condition of a query.
    public static final int MAX_TAGS = 200;

    private TagFilters() {}

    /// The tree if it is given, else every tag of the flat form; null when neither is.
    public static @Nullable TagFilter of(@Nullable Tags flat, @Nullable TagFilter tree) {
        if (tree != null || flat == null) {
            return tree;
        }
        List<TagFilter> parts = flat.values().entrySet().stream()
                .<TagFilter>map(
                        tag -> new TagFilter.Is(tag.getKey(), tag.getValue().all(), false))
                .toList();
        return new TagFilter.AllOf(parts);
    }

    /// Whether the filter plainly lets everything through.
    public static boolean matchesAll(TagFilter filter) {
        return switch (filter) {
            case TagFilter.AllOf all -> all.parts().stream().allMatch(TagFilters::matchesAll);
            case TagFilter.AnyOf any -> any.parts().stream().anyMatch(TagFilters::matchesAll);
            case TagFilter.Is _ -> false;
        };
    }

    /// Whether tags match; for what is not filtered in the database.
    public static boolean matches(TagFilter filter, Tags tags) {
        return switch (filter) {
            case TagFilter.AllOf all -> all.parts().stream().allMatch(part -> matches(part, tags));
            case TagFilter.AnyOf any -> any.parts().stream().anyMatch(part -> matches(part, tags));
            case TagFilter.Is is -> is.negated() != has(is, tags);
        };
    }

    private static boolean has(TagFilter.Is is, Tags tags) {
        Tags.Value value = tags.values().get(is.key());
        return value != null && value.all().stream().anyMatch(is.values()::contains);
    }
}
