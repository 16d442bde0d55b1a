package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.query.Cursors;
import dev.allotrope.salesforce.sim.query.QueryPlan;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.schema.Schema;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// `/query` and `/query/{locator}` (REST API guide, Query and Query More Results).
final class QueryApi {

    private static final Pattern BATCH_SIZE = Pattern.compile("batchSize=(\\d{1,6})");
    private static final int MIN_BATCH = 200;
    /// What a narrow row takes, in bytes, with room.
    private static final int USUAL_ROW = 1_024;

    private final SimClock clock;
    private final Cursors cursors;

    QueryApi(Switches switches, SimClock clock) {
        this.clock = clock;
        this.cursors = new Cursors(clock, switches);
    }

    Reply query(Request request, String base, Schema schema) {
        String statement = request.query().get("q");
        if (statement == null || statement.isBlank()) {
            return Reply.error(400, "MALFORMED_QUERY", "A query string has to be specified");
        }
        try {
            Soql soql = Soql.parse(statement);
            Table<?> table = schema.find(soql.from().path()).orElseThrow(() -> QueryPlan.noSuchObject(soql));
            return answer(request, base, QueryPlan.of(soql, table, schema));
        } catch (SoqlException e) {
            return Reply.error(400, e.errorCode(), String.valueOf(e.getMessage()));
        }
    }

    private <R> Reply answer(Request request, String base, QueryPlan<R> plan) {
        if (plan.isAggregate()) {
            return Reply.json(200, plan.aggregates());
        }
        List<R> rows = plan.rows();
        int most = plan.isWide() ? Cursors.WIDE_PAGE_ROWS : Switches.MAX_PAGE_ROWS;
        int pageRows = Math.min(most, batchSize(request));
        return page(base, cursors.first(new Cursors.Result<>(rows, plan.writer(base), pageRows, clock.instant())));
    }

    Reply more(String locator, String base) {
        return cursors.at(locator)
                .map(page -> page(base, page))
                .orElseGet(() -> Reply.error(400, "INVALID_QUERY_LOCATOR", "invalid query locator"));
    }

    private static int batchSize(Request request) {
        Matcher asked = BATCH_SIZE.matcher(Objects.requireNonNullElse(request.header("Sforce-Query-Options"), ""));
        return asked.find()
                ? Math.clamp(Integer.parseInt(asked.group(1)), MIN_BATCH, Switches.MAX_PAGE_ROWS)
                : Switches.MAX_PAGE_ROWS;
    }

    private static Reply page(String base, Cursors.Page<?> page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((page.rows().size() + 1) * USUAL_ROW);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("totalSize", page.result().rows().size());
            json.writeBooleanProperty("done", page.next().isEmpty());
            page.next().ifPresent(locator -> json.writeStringProperty("nextRecordsUrl", base + "/query/" + locator));
            json.writeName("records");
            json.writeStartArray();
            page.write(json);
            json.writeEndArray();
            json.writeEndObject();
        }
        return Reply.json(out.toByteArray());
    }
}
