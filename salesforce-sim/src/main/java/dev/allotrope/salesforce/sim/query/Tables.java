package dev.allotrope.salesforce.sim.query;

import java.util.Optional;

/// The objects a statement may name.
public interface Tables {

    /// The object of an API name, whatever its case.
    Optional<Table<?>> find(String name);
}
