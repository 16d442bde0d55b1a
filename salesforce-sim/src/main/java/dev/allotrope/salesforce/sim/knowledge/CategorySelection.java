package dev.allotrope.salesforce.sim.knowledge;

import dev.allotrope.salesforce.sim.category.Classified;
import java.util.List;

/// One data category chosen for a version: the group, and the path from the top category down to the chosen one.
public record CategorySelection(String group, List<String> path) implements Classified {

    public CategorySelection {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a category selection of group " + group + " has an empty path");
        }
    }

    /// The chosen category; its ancestors are implied.
    @Override
    public String name() {
        return path.getLast();
    }
}
