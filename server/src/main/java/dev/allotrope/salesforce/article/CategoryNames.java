package dev.allotrope.salesforce.article;

import dev.allotrope.source.settings.SourceScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What data categories are called and where they stand in their groups, by `Group:Category`.
public record CategoryNames(Map<String, Named> named) {
    /// Where nothing is known but the names that rows carry.
    public static final CategoryNames NONE = new CategoryNames(Map.of());

    /// The longest way down that is followed.
    private static final int MAX_DEPTH = 20;

    /// `path` is made of the developer names from the group's top, with slashes; `label` of the labels of the group
    /// and the category.
    public record Named(String label, String path) {}

    public CategoryNames {
        named = Map.copyOf(named);
    }

    /// Reads one of the `categoryGroups` that the support API answers (REST API guide, "Data Category Groups").
    public static CategoryNames ofGroups(List<JsonNode> groups) {
        Map<String, Named> named = new HashMap<>();
        for (JsonNode group : groups) {
            String name = group.path("name").asString("");
            Place top = new Place(name, group.path("label").asString(name), name, 0);
            group.path("topCategories").forEach(category -> add(category, top, named));
        }
        return new CategoryNames(named);
    }

    /// The label of a category, `Group: Category`; its own name where nothing is known.
    public String label(String category) {
        return Optional.ofNullable(named.get(category)).map(Named::label).orElse(category);
    }

    /// The way to a category; its own name where nothing is known.
    public String path(String category) {
        return Optional.ofNullable(named.get(category)).map(Named::path).orElse(category.replace(':', '/'));
    }

    /// One of these categories that is not there; empty when all are, or when nothing is known.
    public Optional<SourceScope.Category> lacking(List<SourceScope.Category> wanted) {
        return named.isEmpty()
                ? Optional.empty()
                : wanted.stream()
                        .filter(category -> !named.containsKey(category.group() + ":" + category.category()))
                        .findFirst();
    }

    /// The names of the groups.
    public Set<String> groups() {
        return named.keySet().stream()
                .map(name -> name.substring(0, name.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Place(String group, String label, String path, int depth) {}

    private static void add(JsonNode category, Place above, Map<String, Named> named) {
        String name = category.path("name").asString("");
        String path = above.path() + "/" + name;
        String label = above.label() + ": " + category.path("label").asString(name);
        named.put(above.group() + ":" + name, new Named(label, path));
        if (above.depth() < MAX_DEPTH) {
            Place here = new Place(above.group(), above.label(), path, above.depth() + 1);
            category.path("childCategories").forEach(child -> add(child, here, named));
        }
    }
}
