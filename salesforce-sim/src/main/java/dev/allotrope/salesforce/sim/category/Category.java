package dev.allotrope.salesforce.sim.category;

import java.util.List;

/// A category and what stands below it, as somebody sees it.
public record Category(String name, String label, List<Category> children) {

    public Category {
        children = List.copyOf(children);
    }
}
