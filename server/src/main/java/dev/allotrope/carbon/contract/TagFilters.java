package dev.allotrope.carbon.contract;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TagFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The two ways of filtering by tags as one.
public final class TagFilters {
    private TagFilters() {}

    /// The tree if it is given, else every tag of the flat form; null when neither is.
    public static @Nullable TagFilter of(@Nullable Tags flat, @Nullable TagFilter tree) {
        if (tree != null || flat == null) {
            return tree;
        }
        List<TagFilter> parts = flat.values().entrySet().stream()
                .<TagFilter>map(tag -> new TagFilter.Is(tag.getKey(), tag.getValue().all(), false))
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
}
