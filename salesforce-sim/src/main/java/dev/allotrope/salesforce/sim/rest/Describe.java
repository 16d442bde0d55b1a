package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The global describe and the describe of one object (REST API guide, Describe Global and sObject Describe).
final class Describe {

    private static final int MAX_BATCH = 200;

    private final Org org;

    Describe(Org org) {
        this.org = org;
    }

    Map<String, Object> global(String base, Schema schema) {
        List<Map<String, Object>> objects = new ArrayList<>();
        objects.add(object(base, new Table.Name("Account", "Account", "001")));
        objects.add(object(base, new Table.Name("Case", "Case", "500")));
        schema.tables().forEach(table -> objects.add(object(base, table.name())));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("encoding", "UTF-8");
        all.put("maxBatchSize", MAX_BATCH);
        all.put("sobjects", objects);
        return all;
    }

    Map<String, Object> of(String base, Table<?> table) {
        Map<String, Object> described = object(base, table.name());
        described.put("fields", table.fields().stream().map(Describe::field).toList());
        described.put("recordTypeInfos", recordTypes(table));
        described.put(
                "childRelationships",
                table.children().stream().map(Describe::child).toList());
        return described;
    }

    private static Map<String, Object> object(String base, Table.Name called) {
        String name = called.api();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("label", called.label());
        object.put("keyPrefix", called.keyPrefix());
        object.put("custom", false);
        object.put("queryable", true);
        object.put("retrieveable", true);
        object.put("replicateable", !isKnowledge(name));
        object.put("searchable", true);
        object.put(
                "urls",
                Map.of(
                        "sobject", base + "/sobjects/" + name,
                        "describe", base + "/sobjects/" + name + "/describe",
                        "rowTemplate", base + "/sobjects/" + name + "/{ID}"));
        return object;
    }

    private static boolean isKnowledge(String name) {
        return name.startsWith("Knowledge")
                || name.endsWith("__kav")
                || name.endsWith("__ka")
                || name.endsWith("__DataCategorySelection");
    }

    private static Map<String, Object> field(Column<?> column) {
        Column.Traits traits = column.traits();
        boolean textarea = column.type() == Column.Type.TEXTAREA;
        boolean picklist = column.type() == Column.Type.PICKLIST;
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("name", column.name());
        field.put("label", column.name().replace("__c", ""));
        field.put("type", column.type().wireName());
        field.put("soapType", column.type().soapType());
        field.put("length", column.length());
        field.put("custom", traits.custom());
        field.put("nillable", !column.name().equals("Id") && !column.name().equals("Title"));
        field.put("filterable", traits.filterable());
        field.put("sortable", traits.sortable());
        field.put("htmlFormatted", traits.html());
        field.put("extraTypeInfo", textarea ? (traits.html() ? "richtextarea" : "plaintextarea") : null);
        field.put("relationshipName", relationship(column));
        field.put("referenceTo", column.type() == Column.Type.REFERENCE ? column.values() : List.of());
        field.put(
                "picklistValues",
                picklist ? column.values().stream().map(Describe::picklistValue).toList() : List.of());
        return field;
    }

    private static @Nullable String relationship(Column<?> column) {
        boolean relates = column.type() == Column.Type.REFERENCE;
        return relates ? column.name().substring(0, column.name().length() - "Id".length()) : null;
    }

    private static Map<String, Object> picklistValue(String value) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("active", true);
        described.put("defaultValue", false);
        described.put("label", value);
        described.put("value", value);
        return described;
    }

    private List<Map<String, Object>> recordTypes(Table<?> table) {
        List<Map<String, Object>> all = new ArrayList<>();
        if (table.find("RecordTypeId").isPresent()) {
            org.recordTypes().forEach(name -> all.add(recordType(name, Schema.recordTypeId(name), false)));
        }
        all.add(recordType("Master", "012000000000000AAA", true));
        return all;
    }

    private static Map<String, Object> recordType(String developerName, String id, boolean master) {
        Map<String, Object> type = new LinkedHashMap<>();
        type.put("active", true);
        type.put("available", true);
        type.put("developerName", developerName);
        type.put("name", developerName.replace('_', ' '));
        type.put("recordTypeId", id);
        type.put("master", master);
        return type;
    }

    private static Map<String, Object> child(Table.Child<?, ?> each) {
        Map<String, Object> child = new LinkedHashMap<>();
        child.put("childSObject", each.table().name().api());
        child.put("field", each.field());
        child.put("relationshipName", each.relationship());
        return child;
    }
}
