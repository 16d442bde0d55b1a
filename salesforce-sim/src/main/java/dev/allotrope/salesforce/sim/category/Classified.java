package dev.allotrope.salesforce.sim.category;

/// Something that has one category of one group, by their API names.
public interface Classified {

    String group();

    /// The category; those above it are implied.
    String name();
}
