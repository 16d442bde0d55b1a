package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.soql.FieldName;
import dev.allotrope.salesforce.sim.soql.Selected;
import dev.allotrope.salesforce.sim.soql.Soql;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// COUNT, MAX and MIN over rows: `COUNT()` alone is `totalSize`, everything else one `AggregateResult` (SOQL reference,
/// Aggregate Functions).
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

    private Map<String, @Nullable Object> record(List<R> rows) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("attributes", Map.of("type", "AggregateResult"));
        int unnamed = 0;
        for (Selected each : soql.selected()) {
            Selected.Aggregate aggregate = (Selected.Aggregate) each;
            String alias = aggregate.alias();
            String name = alias == null ? "expr" + unnamed++ : alias;
            record.put(name, value(aggregate, rows));
        }
        return record;
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
