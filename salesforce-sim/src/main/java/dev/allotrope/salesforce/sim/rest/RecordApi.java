package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.RowWriter;
import dev.allotrope.salesforce.sim.query.Table;
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

    /// What a record with its texts takes, in bytes.
    private static final int USUAL_RECORD = 4_096;

    /// Ids and fields of `…/composite/sobjects/{X}`: a POST has them in its body, a GET in its address.
    <R> Reply retrieve(Request request, Table<R> table, String base) {
        if (!request.method().equals("POST")) {
            String ids = request.query().getOrDefault("ids", "");
            String fields = request.query().getOrDefault("fields", "");
            return retrieve(split(ids), split(fields), table, base);
        }
        JsonNode body;
        try {
            body = request.json();
        } catch (JacksonException e) {
            return Reply.error(400, "JSON_PARSER_ERROR", "The HTTP entity body is not valid JSON");
        }
        return retrieve(strings(body.path("ids")), strings(body.path("fields")), table, base);
    }

    /// An array in the order of the ids, null for one missing or invisible.
    private static <R> Reply retrieve(List<String> ids, List<String> fields, Table<R> table, String base) {
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
        if (malformed.isPresent()) {
            return Reply.error(400, "MALFORMED_ID", "malformed id " + malformed.get());
        }
        List<Column<R>> columns = new ArrayList<>();
        for (String field : fields) {
            Optional<Column<R>> column = table.find(field);
            if (column.isEmpty()) {
                return noSuchColumn(field, table);
            }
            columns.add(column.get());
        }
        RowWriter<R> writer = new RowWriter<>(base, table, columns);
        return written(ids.size(), json -> {
            json.writeStartArray();
            for (String id : ids) {
                seen(table, id).ifPresentOrElse(row -> writer.write(json, row), json::writeNull);
            }
            json.writeEndArray();
        });
    }

    /// `GET …/sobjects/{X}/{id}`, all fields unless `fields` names some.
    <R> Reply record(Request request, Table<R> table, String id, String base) {
        List<Column<R>> columns = new ArrayList<>(table.fields());
        String asked = request.query().get("fields");
        if (asked != null) {
            columns.clear();
            for (String field : split(asked)) {
                Optional<Column<R>> column = table.find(field);
                if (column.isEmpty()) {
                    return noSuchColumn(field, table);
                }
                columns.add(column.get());
            }
        }
        return seen(table, id)
                .map(row -> written(1, json -> new RowWriter<>(base, table, columns).write(json, row)))
                .orElseGet(() -> absent(table, id));
    }

    private static Reply absent(Table<?> table, String id) {
        boolean deleted =
                SalesforceId.normalise(id).filter(table.rows()::isDeleted).isPresent();
        return deleted ? Reply.error(404, "ENTITY_IS_DELETED", "entity is deleted") : RestApi.notFound();
    }

    private interface Writing {
        void to(JsonGenerator json);
    }

    private static Reply written(int records, Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((records + 1) * USUAL_RECORD);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            writing.to(json);
        }
        return Reply.json(out.toByteArray());
    }

    private static <R> Optional<R> seen(Table<R> table, String id) {
        return SalesforceId.normalise(id).flatMap(table::row);
    }

    private static Reply noSuchColumn(String field, Table<?> table) {
        return Reply.error(
                400,
                "INVALID_FIELD",
                "No such column '" + field + "' on sobject of type "
                        + table.name().api());
    }

    private static List<String> split(String names) {
        return List.of(names.split(",")).stream()
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(each -> all.add(each.asString()));
        return all;
    }
}
