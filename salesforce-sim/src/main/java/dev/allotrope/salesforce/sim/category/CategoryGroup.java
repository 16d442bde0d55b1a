package dev.allotrope.salesforce.sim.category;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One data category group and its tree. Guarded by the lock of [Categories].
final class CategoryGroup {

    static final String TOP = "All";

    final String name;
    String label;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    CategoryGroup(String name, String label) {
        this.name = name;
        this.label = label;
        put(new Node(TOP, TOP, null, 0));
    }

    private static final class Node {
        private final String name;
        private final @Nullable Node parent;
        private final int place;
        private String label;

        private Node(String name, String label, @Nullable Node parent, int place) {
            this.name = name;
            this.label = label;
            this.parent = parent;
            this.place = place;
        }
    }

    /// Adds the categories of a path that are not there; a category under another parent than it has is refused.
    void add(List<Categories.Label> path) {
        Node parent = node(TOP).orElseThrow();
        boolean alone = path.size() == 1;
        for (Categories.Label step : path) {
            Optional<Node> known = node(step.name());
            if (known.isPresent()
                    && known.get().parent != parent
                    && !step.name().equals(TOP)
                    && !alone) {
                throw new IllegalArgumentException(
                        "category " + step.name() + " of group " + name + " stands at another place already");
            }
            Node above = parent;
            parent = known.orElseGet(() -> put(new Node(step.name(), step.label(), above, nodes.size())));
        }
    }

    void relabel(String category, String text) {
        node(category)
                .orElseThrow(() -> new IllegalArgumentException("group " + name + " has no category " + category))
                .label = text;
    }

    /// The place of a category among those of its group, from 0.
    int place(String category) {
        return node(category).map(node -> node.place).orElse(0);
    }

    /// The category with those below it that `visible` holds, or nothing.
    Optional<Category> tree(String category, Set<String> visible) {
        return node(category).filter(node -> visible.contains(node.name)).map(node -> {
            List<Category> below = nodes.values().stream()
                    .filter(child -> child.parent == node)
                    .flatMap(child -> tree(child.name, visible).stream())
                    .toList();
            return new Category(node.name, node.label, below);
        });
    }

    Set<String> names() {
        Set<String> all = new LinkedHashSet<>();
        nodes.values().forEach(node -> all.add(node.name));
        return all;
    }

    /// The category and the categories above it.
    Set<String> above(String category) {
        Set<String> found = new LinkedHashSet<>();
        for (Node node = node(category).orElse(null); node != null; node = node.parent) {
            found.add(node.name);
        }
        return found;
    }

    /// The category and the categories below it.
    Set<String> below(String category) {
        Set<String> found = new LinkedHashSet<>();
        nodes.values().stream()
                .filter(node -> above(node.name).stream().anyMatch(category::equalsIgnoreCase))
                .forEach(node -> found.add(node.name));
        return found;
    }

    private Optional<Node> node(String category) {
        return Optional.ofNullable(nodes.get(key(category)));
    }

    private Node put(Node node) {
        nodes.put(key(node.name), node);
        return node;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
