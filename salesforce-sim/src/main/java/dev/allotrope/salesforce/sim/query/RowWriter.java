package dev.allotrope.salesforce.sim.query;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes rows as the REST API shows records: an `attributes` block, the fields in the order asked, nulls present, an
/// object for each relationship.
public final class RowWriter<R> {

    private final String base;
    private final Table<R> table;
    private final List<Column<R>> columns;
    private final List<QueryPlan.ChildPlan<R, ?>> children;

    RowWriter(String base, Table<R> table, List<Column<R>> columns, List<QueryPlan.ChildPlan<R, ?>> children) {
        this.base = base;
        this.table = table;
        this.columns = columns;
        this.children = children;
    }

    /// Without sub-selects.
    public RowWriter(String base, Table<R> table, List<Column<R>> columns) {
        this(base, table, columns, List.of());
    }

    /// `2026-11-23T10:00:00.000+0000`: no colon in the offset.
    public static String format(Instant time) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder("yyyy-MM-ddTHH:mm:ss.SSS+0000".length());
        digits(text, at.getYear(), 4).append('-');
        digits(text, at.getMonthValue(), 2).append('-');
        digits(text, at.getDayOfMonth(), 2).append('T');
        digits(text, at.getHour(), 2).append(':');
        digits(text, at.getMinute(), 2).append(':');
        digits(text, at.getSecond(), 2).append('.');
        return digits(text, at.getNano() / 1_000_000, 3).append("+0000").toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.repeat('0', width - digits.length()).append(digits);
    }

    public void write(JsonGenerator json, R row) {
        json.writeStartObject();
        attributes(json, table.name().api(), id(row));
        members(json, row, "");
        children.forEach(child -> children(json, row, child));
        json.writeEndObject();
    }

    private String id(R row) {
        return table.find("Id").map(column -> String.valueOf(column.read(row))).orElse("");
    }

    private void attributes(JsonGenerator json, String type, String id) {
        json.writeName("attributes");
        json.writeStartObject();
        json.writeStringProperty("type", type);
        json.writeStringProperty("url", base + "/sobjects/" + type + "/" + id);
        json.writeEndObject();
    }

    /// The fields and objects under a path, `""` or `ContentDocument.`.
    private void members(JsonGenerator json, R row, String path) {
        Set<String> related = new LinkedHashSet<>();
        for (Column<R> column : columns) {
            if (!column.name().startsWith(path)) {
                continue;
            }
            String rest = column.name().substring(path.length());
            int dot = rest.indexOf('.');
            if (dot < 0) {
                value(json, rest, column.read(row));
            } else if (related.add(rest.substring(0, dot))) {
                related(json, row, path, rest.substring(0, dot));
            }
        }
    }

    private void related(JsonGenerator json, R row, String path, String relationship) {
        json.writeName(relationship);
        Table.Parent<R> parent = table.parent(path + relationship);
        String id = parent == null ? null : parent.id().apply(row);
        if (parent == null || id == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        attributes(json, parent.object(), id);
        members(json, row, path + relationship + ".");
        json.writeEndObject();
    }

    private <C> void children(JsonGenerator json, R row, QueryPlan.ChildPlan<R, C> plan) {
        List<C> rows = plan.child().rows().apply(row);
        json.writeName(plan.child().relationship());
        if (rows.isEmpty()) {
            json.writeNull();
            return;
        }
        RowWriter<C> writer = new RowWriter<>(base, plan.child().table(), plan.columns());
        json.writeStartObject();
        json.writeNumberProperty("totalSize", rows.size());
        json.writeBooleanProperty("done", true);
        json.writeName("records");
        json.writeStartArray();
        rows.forEach(child -> writer.write(json, child));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, String name, @Nullable Object value) {
        json.writeName(name);
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Instant time -> json.writeString(format(time));
            default -> throw new IllegalStateException("no JSON for " + value.getClass());
        }
    }
}
