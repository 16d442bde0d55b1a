package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.knowledge.Org;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The global describe and the describe of the article version object (REST API guide, Describe Global and sObject
/// Describe).
final class Describe {

    private static final int MAX_BATCH = 200;

    private final Org org;
    private final Switches switches;

    Describe(Org org, Switches switches) {
        this.org = org;
        this.switches = switches;
    }

    Map<String, Object> global(String base) {
        String prefix = switches.objectPrefix();
        List<Map<String, Object>> objects = new ArrayList<>();
        objects.add(object(base, "Account", "Account", "001"));
        objects.add(object(base, "Case", "Case", "500"));
        if (switches.on(Switch.KNOWLEDGE_ENABLED)) {
            objects.add(object(base, "KnowledgeArticle", "Knowledge Article", "kA0"));
            objects.add(object(base, "KnowledgeArticleVersion", "Knowledge Article Version", "ka0"));
            objects.add(object(base, prefix + "__DataCategorySelection", "Data Category Selection: " + prefix, "02o"));
            objects.add(object(base, prefix + "__ka", prefix, "kA0"));
            objects.add(object(base, prefix + "__kav", prefix, "ka0"));
        }
        objects.add(object(base, "User", "User", "005"));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("encoding", "UTF-8");
        all.put("maxBatchSize", MAX_BATCH);
        all.put("sobjects", objects);
        return all;
    }

    Map<String, Object> knowledge(String base, KnowledgeSchema schema) {
        Map<String, Object> described = object(base, schema.object(), switches.objectPrefix(), "ka0");
        described.put("fields", schema.fields().stream().map(this::field).toList());
        described.put("recordTypeInfos", recordTypes());
        described.put("childRelationships", children());
        return described;
    }

    private static Map<String, Object> object(String base, String name, String label, String keyPrefix) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("label", label);
        object.put("keyPrefix", keyPrefix);
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

    private Map<String, Object> field(Column column) {
        Column.Traits traits = column.traits();
        boolean textarea = column.type() == Column.Type.TEXTAREA;
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("name", column.name());
        field.put("label", column.name().replace("__c", ""));
        field.put("type", column.type().wireName);
        field.put("soapType", column.type().soapType);
        field.put("length", column.length());
        field.put("custom", traits.custom());
        field.put("nillable", !column.name().equals("Id") && !column.name().equals("Title"));
        field.put("filterable", traits.filterable());
        field.put("sortable", traits.sortable());
        field.put("htmlFormatted", traits.html());
        field.put("extraTypeInfo", textarea ? (traits.html() ? "richtextarea" : "plaintextarea") : null);
        field.put("relationshipName", relationship(column));
        field.put("referenceTo", referenceTo(column));
        field.put("picklistValues", picklist(column));
        return field;
    }

    private static @Nullable String relationship(Column column) {
        boolean relates = column.type() == Column.Type.REFERENCE;
        return relates ? column.name().substring(0, column.name().length() - "Id".length()) : null;
    }

    private List<String> referenceTo(Column column) {
        if (column.type() != Column.Type.REFERENCE) {
            return List.of();
        }
        return switch (column.name()) {
            case "KnowledgeArticleId" -> List.of(switches.objectPrefix() + "__ka");
            case "MasterVersionId" -> List.of(switches.objectPrefix() + "__kav");
            case "RecordTypeId" -> List.of("RecordType");
            case "SourceId" -> List.of("Case");
            default -> List.of("User");
        };
    }

    private List<Map<String, Object>> picklist(Column column) {
        return switch (column.name()) {
            case "Language", "ArticleMasterLanguage" ->
                org.languages().stream().map(Describe::picklistValue).toList();
            case "PublishStatus" -> values("Draft", "Online", "Archived");
            case "ValidationStatus" -> values("Not Validated", "Validated");
            default -> List.of();
        };
    }

    private static List<Map<String, Object>> values(String... values) {
        return List.of(values).stream().map(Describe::picklistValue).toList();
    }

    private static Map<String, Object> picklistValue(String value) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("active", true);
        described.put("defaultValue", false);
        described.put("label", value);
        described.put("value", value);
        return described;
    }

    private List<Map<String, Object>> recordTypes() {
        List<Map<String, Object>> all = new ArrayList<>();
        if (switches.on(Switch.RECORD_TYPES)) {
            org.recordTypes().forEach(name -> all.add(recordType(name, KnowledgeSchema.recordTypeId(name), false)));
        }
        all.add(recordType("Master", "012000000000000AAA", true));
        return all;
    }

    private static Map<String, Object> recordType(String developerName, String id, boolean master) {
        Map<String, Object> type = new LinkedHashMap<>();
        type.put("active", true);
        type.put("available", true);
        type.put("developerName", developerName);
        type.put("name", KnowledgeSchema.label(developerName));
        type.put("recordTypeId", id);
        type.put("master", master);
        return type;
    }

    private List<Map<String, Object>> children() {
        List<Map<String, Object>> all = new ArrayList<>();
        if (switches.on(Switch.DATA_CATEGORIES)) {
            all.add(child(switches.objectPrefix() + "__DataCategorySelection", "ParentId", "DataCategorySelections"));
        }
        all.add(child("ContentDocumentLink", "LinkedEntityId", "ContentDocumentLinks"));
        return all;
    }

    private static Map<String, Object> child(String object, String field, String relationship) {
        Map<String, Object> child = new LinkedHashMap<>();
        child.put("childSObject", object);
        child.put("field", field);
        child.put("relationshipName", relationship);
        return child;
    }
}
