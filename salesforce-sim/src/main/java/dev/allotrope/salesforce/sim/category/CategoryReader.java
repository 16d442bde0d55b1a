package dev.allotrope.salesforce.sim.category;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads a group from JSON: `{"group": "Products", "label": "Our products", "categories": [{"name", "label",
/// "categories": […]}]}`. A name may be a label; a missing label is the name with spaces.
public final class CategoryReader {

    private final Categories categories;

    public CategoryReader(Categories categories) {
        this.categories = categories;
    }

    public void read(JsonNode group) {
        Categories.Label name = label(group, "group");
        categories.group(name);
        below(name.name(), List.of(), group.path("categories"));
    }

    private void below(String group, List<Categories.Label> parents, JsonNode children) {
        for (JsonNode child : children) {
            List<Categories.Label> path = new ArrayList<>(parents);
            path.add(label(child, "name"));
            categories.declare(group, path);
            below(group, path, child.path("categories"));
        }
    }

    private static Categories.Label label(JsonNode node, String member) {
        String text = node.path(member).asString("");
        if (text.isBlank()) {
            throw new IllegalArgumentException("\"" + member + "\" is missing");
        }
        Categories.Label derived = Categories.Label.of(text);
        return new Categories.Label(derived.name(), node.path("label").asString(derived.label()));
    }
}
