package dev.allotrope.salesforce.sim.soql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed statement.
///
/// @param text  the statement as sent, for messages
/// @param groups the fields of GROUP BY
/// @param limit most rows to answer, -1 for all
public record Soql(
        String text,
        List<Selected> selected,
        FieldName from,
        @Nullable Condition where,
        List<DataCategoryFilter> categories,
        List<FieldName> groups,
        List<Order> orders,
        int limit,
        int offset) {

    public record Order(FieldName field, boolean descending) {}

    /// Whether the answer is computed over rows instead of showing them.
    public boolean isAggregate() {
        return !groups.isEmpty() || selected.getFirst() instanceof Selected.Aggregate;
    }

    /// The same statement with another WHERE clause.
    public Soql with(@Nullable Condition other) {
        return new Soql(text, selected, from, other, categories, groups, orders, limit, offset);
    }

    /// Reads a statement, or throws the [SoqlException] Salesforce would answer.
    public static Soql parse(String statement) {
        return new SoqlParser(statement).parse();
    }
}
