package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.SalesforceId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Single records and sObject Collections (REST API guide, sObject Rows and sObject Collections Retrieve).
final class RecordApi {

    /// Ids one collections call takes.
    static final int MAX_IDS = 2_000;

    private final Org org;
    private final Switches switches;

    RecordApi(Org org, Switches switches) {
        this.org = org;
        this.switches = switches;
    }

    /// `POST …/composite/sobjects/{X}`: an array in the order of the ids, null for one missing or invisible.
    Reply retrieve(Request request, String base) {
        JsonNode body;
        try {
            body = request.json();
        } catch (JacksonException e) {
            return Reply.error(400, "JSON_PARSER_ERROR", "The HTTP entity body is not valid JSON");
        }
        List<String> ids = strings(body.path("ids"));
        List<String> fields = strings(body.path("fields"));
        if (ids.isEmpty() || fields.isEmpty()) {
            return Reply.error(400, "REQUIRED_FIELD_MISSING", "ids and fields must be specified");
        }
        if (ids.size() > MAX_IDS) {
            return Reply.error(
                    400,
                    "EXCEEDED_ID_LIMIT",
                    "record limit reached. cannot submit more than 2000 records into this call");
        }
        Optional<String> malformed =
                ids.stream().filter(id -> SalesforceId.normalise(id).isEmpty()).findFirst();
        return malformed
                .map(id -> Reply.error(400, "MALFORMED_ID", "malformed id " + id))
                .orElseGet(() -> retrieve(ids, fields, base));
    }

    private Reply retrieve(List<String> ids, List<String> fields, String base) {
        KnowledgeSchema schema = new KnowledgeSchema(switches);
        List<Column> columns = new ArrayList<>();
        for (String field : fields) {
            Optional<Column> column = schema.find(field);
            if (column.isEmpty()) {
                return noSuchColumn(field, schema);
            }
            columns.add(column.get());
        }
        RowWriter writer = new RowWriter(base, schema.object(), columns, List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartArray();
            for (String id : ids) {
                seen(id).ifPresentOrElse(row -> writer.write(json, row), json::writeNull);
            }
            json.writeEndArray();
        }
        return Reply.json(out.toByteArray());
    }

    /// `GET …/sobjects/{X}/{id}`, all fields unless `fields` names some.
    Reply record(Request request, String id, String base) {
        KnowledgeSchema schema = new KnowledgeSchema(switches);
        List<Column> columns = new ArrayList<>(schema.fields());
        String asked = request.query().get("fields");
        if (asked != null) {
            columns.clear();
            for (String field : List.of(asked.split(","))) {
                Optional<Column> column = schema.find(field.trim());
                if (column.isEmpty()) {
                    return noSuchColumn(field, schema);
                }
                columns.add(column.get());
            }
        }
        Optional<ArticleVersion> row = seen(id);
        if (row.isEmpty()) {
            return Reply.error(404, "NOT_FOUND", "The requested resource does not exist");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            new RowWriter(base, schema.object(), columns, List.of()).write(json, row.get());
        }
        return Reply.json(out.toByteArray());
    }

    private Optional<ArticleVersion> seen(String id) {
        return SalesforceId.normalise(id).flatMap(org::row).filter(row -> QueryPlan.mayBeSeen(row, switches));
    }

    private static Reply noSuchColumn(String field, KnowledgeSchema schema) {
        return Reply.error(
                400, "INVALID_FIELD", "No such column '" + field + "' on sobject of type " + schema.object());
    }

    private static List<String> strings(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(each -> all.add(each.asString()));
        return all;
    }
}
