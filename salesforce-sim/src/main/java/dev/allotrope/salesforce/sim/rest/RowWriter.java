package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.salesforce.sim.knowledge.SalesforceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes rows as the REST API shows records: an `attributes` block, the fields in the order asked, nulls present.
final class RowWriter {

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
    private static final int SELECTION_IDS = 1_000_000_000;

    private final String base;
    private final String object;
    private final List<Column> columns;
    private final List<String> childFields;

    RowWriter(String base, String object, List<Column> columns, List<String> childFields) {
        this.base = base;
        this.object = object;
        this.columns = columns;
        this.childFields = childFields;
    }

    /// `2026-11-23T10:00:00.000+0000`: no colon in the offset.
    static String format(Instant time) {
        return DATE_TIME.format(time);
    }

    void write(JsonGenerator json, ArticleVersion row) {
        json.writeStartObject();
        attributes(json, object, row.id());
        Set<String> related = new LinkedHashSet<>();
        for (Column column : columns) {
            String relationship = column.relationship();
            if (relationship == null) {
                value(json, column.name(), column.read(row));
            } else if (related.add(relationship)) {
                related(json, relationship, row);
            }
        }
        if (!childFields.isEmpty()) {
            children(json, row);
        }
        json.writeEndObject();
    }

    private void attributes(JsonGenerator json, String type, String id) {
        json.writeName("attributes");
        json.writeStartObject();
        json.writeStringProperty("type", type);
        json.writeStringProperty("url", base + "/sobjects/" + type + "/" + id);
        json.writeEndObject();
    }

    private void related(JsonGenerator json, String relationship, ArticleVersion row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Column column : columns) {
            if (relationship.equals(column.relationship())) {
                values.put(column.name().substring(relationship.length() + 1), column.read(row));
            }
        }
        json.writeName(relationship);
        if (values.values().stream().allMatch(Objects::isNull)) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        boolean recordType = relationship.equals("RecordType");
        String typeName = row.content().labels().recordType();
        String id = recordType && typeName != null ? KnowledgeSchema.recordTypeId(typeName) : KnowledgeSchema.OWNER_ID;
        attributes(json, recordType ? "RecordType" : "User", id);
        values.forEach((name, value) -> value(json, name, value));
        json.writeEndObject();
    }

    private void children(JsonGenerator json, ArticleVersion row) {
        List<CategorySelection> selections = row.content().labels().categories();
        json.writeName("DataCategorySelections");
        if (selections.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("totalSize", selections.size());
        json.writeBooleanProperty("done", true);
        json.writeName("records");
        json.writeStartArray();
        String type = object.replace("__kav", "__DataCategorySelection");
        for (CategorySelection selection : selections) {
            String id = selectionId(row, selection);
            json.writeStartObject();
            attributes(json, type, id);
            childFields.forEach(field -> value(json, field, child(field, row, selection, id)));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String child(String field, ArticleVersion row, CategorySelection selection, String id) {
        return switch (field) {
            case "Id" -> id;
            case "ParentId" -> row.id();
            case "DataCategoryGroupName" -> selection.group();
            case "DataCategoryName" -> selection.name();
            default -> throw new IllegalStateException("no child field " + field);
        };
    }

    /// Selections hang on the version, so every version has its own ids.
    private static String selectionId(ArticleVersion row, CategorySelection selection) {
        return SalesforceId.of("02o", Math.floorMod(Objects.hash(row.id(), selection), SELECTION_IDS) + 1L);
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
