package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.soql.FieldName;
import dev.allotrope.salesforce.sim.soql.Selected;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// COUNT, MAX and MIN over rows: `COUNT()` alone is `totalSize`, everything else one `AggregateResult`, and with
/// GROUP BY one for each group (SOQL reference, Aggregate Functions and GROUP BY).
final class Aggregates<R> {

    private final Soql soql;
    private final Function<FieldName, Column<R>> columns;

    Aggregates(Soql soql, Function<FieldName, Column<R>> columns) {
        this.soql = soql;
        this.columns = columns;
    }

    Map<String, @Nullable Object> over(List<R> rows) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        Selected.Aggregate first = (Selected.Aggregate) soql.selected().getFirst();
        boolean countOnly = first.field() == null;
        answer.put("totalSize", countOnly ? rows.size() : 1);
        answer.put("done", true);
        answer.put("records", countOnly ? List.of() : List.of(record(rows)));
        return answer;
    }

    /// A record for each combination of values, in the order of the rows; OFFSET and LIMIT are of groups.
    Map<String, @Nullable Object> grouped(List<R> rows) {
        List<Column<R>> keys = soql.groups().stream().map(this::groupable).toList();
        Map<List<@Nullable Object>, List<R>> groups = new LinkedHashMap<>();
        for (R row : rows) {
            List<@Nullable Object> values = new ArrayList<>();
            keys.forEach(key -> values.add(key.read(row)));
            groups.computeIfAbsent(values, all -> new ArrayList<>()).add(row);
        }
        List<Map<String, @Nullable Object>> records =
                QueryPlan.cut(groups.values().stream().map(this::record), soql);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("totalSize", records.size());
        answer.put("done", true);
        answer.put("records", records);
        return answer;
    }

    private Column<R> groupable(FieldName field) {
        Column<R> column = columns.apply(field);
        if (!column.isGroupable()) {
            throw SoqlException.at(
                    "MALFORMED_QUERY",
                    soql.text(),
                    field.position(),
                    "field '" + column.name() + "' can not be grouped in a query call");
        }
        return column;
    }

    private Map<String, @Nullable Object> record(List<R> rows) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("attributes", Map.of("type", "AggregateResult"));
        int unnamed = 0;
        for (Selected each : soql.selected()) {
            switch (each) {
                case Selected.Aggregate aggregate -> {
                    String alias = aggregate.alias();
                    record.put(alias == null ? "expr" + unnamed++ : alias, value(aggregate, rows));
                }
                case Selected.Field field -> record.put(last(field.name()), shared(field.name(), rows));
                case Selected.Children children ->
                    throw new SoqlException("MALFORMED_QUERY", "a grouped query has no sub-selects");
            }
        }
        return record;
    }

    /// A path is shown by its last step.
    private static String last(FieldName field) {
        return field.path().substring(field.path().lastIndexOf('.') + 1);
    }

    /// The value that all rows of a group have.
    private @Nullable Object shared(FieldName field, List<R> rows) {
        return columns.apply(field).read(rows.getFirst());
    }

    private @Nullable Object value(Selected.Aggregate aggregate, List<R> rows) {
        FieldName field = Objects.requireNonNull(aggregate.field(), "COUNT() stands alone");
        Column<R> column = columns.apply(field);
        List<Object> values = rows.stream()
                .flatMap(row -> Optional.ofNullable(column.read(row)).stream())
                .toList();
        Optional<Object> found = switch (aggregate.function()) {
            case COUNT -> Optional.of(values.size());
            case MAX -> values.stream().max(RowFilter::order);
            case MIN -> values.stream().min(RowFilter::order);
        };
        return found.map(value -> value instanceof Instant time ? RowWriter.format(time) : value)
                .orElse(null);
    }
}
