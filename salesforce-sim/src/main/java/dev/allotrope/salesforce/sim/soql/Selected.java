package dev.allotrope.salesforce.sim.soql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One item of a SELECT list.
public sealed interface Selected {

    record Field(FieldName name) implements Selected {}

    /// `COUNT()`: `field` is null, and it stands alone. Otherwise COUNT, MAX or MIN of a field under an alias.
    record Aggregate(
            Function function,
            @Nullable FieldName field,
            @Nullable String alias) implements Selected {}

    /// A sub-select over a child relationship.
    record Children(FieldName relationship, List<FieldName> fields) implements Selected {}

    enum Function {
        COUNT,
        MAX,
        MIN
    }
}
