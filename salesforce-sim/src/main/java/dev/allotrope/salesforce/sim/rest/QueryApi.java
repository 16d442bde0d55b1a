package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.soql.FieldName;
import dev.allotrope.salesforce.sim.soql.Selected;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// `/query` and `/query/{locator}` (REST API guide, Query and Query More Results).
final class QueryApi {

    private static final Pattern BATCH_SIZE = Pattern.compile("batchSize=(\\d{1,6})");
    private static final int MIN_BATCH = 200;

    private final Org org;
    private final Switches switches;
    private final SimClock clock;
    private final Cursors cursors;

    QueryApi(Org org, Switches switches, SimClock clock) {
        this.org = org;
        this.switches = switches;
        this.clock = clock;
        this.cursors = new Cursors(clock, switches);
    }

    Reply query(Request request, String base) {
        String statement = request.query().get("q");
        if (statement == null || statement.isBlank()) {
            return Reply.error(400, "MALFORMED_QUERY", "A query string has to be specified");
        }
        try {
            Soql soql = Soql.parse(statement);
            QueryPlan plan = new QueryPlan(soql, switches);
            List<ArticleVersion> rows = plan.rows(org);
            return plan.isAggregate() ? aggregate(soql, plan, rows) : page(base, open(request, base, plan, rows));
        } catch (SoqlException e) {
            return Reply.error(400, e.errorCode(), String.valueOf(e.getMessage()));
        }
    }

    Reply more(String locator, String base) {
        return cursors.at(locator)
                .map(page -> page(base, page))
                .orElseGet(() -> Reply.error(400, "INVALID_QUERY_LOCATOR", "invalid query locator"));
    }

    private Cursors.Page open(Request request, String base, QueryPlan plan, List<ArticleVersion> rows) {
        RowWriter writer = new RowWriter(base, plan.schema().object(), plan.columns(), plan.childFields());
        int most = plan.isWide() ? Cursors.WIDE_PAGE_ROWS : Switches.MAX_PAGE_ROWS;
        int pageRows = Math.min(most, batchSize(request));
        return cursors.first(new Cursors.Result(rows, writer, pageRows, clock.instant()));
    }

    private static int batchSize(Request request) {
        Matcher asked = BATCH_SIZE.matcher(Objects.requireNonNullElse(request.header("Sforce-Query-Options"), ""));
        return asked.find()
                ? Math.clamp(Integer.parseInt(asked.group(1)), MIN_BATCH, Switches.MAX_PAGE_ROWS)
                : Switches.MAX_PAGE_ROWS;
    }

    private static Reply page(String base, Cursors.Page page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("totalSize", page.result().rows().size());
            json.writeBooleanProperty("done", page.next().isEmpty());
            page.next().ifPresent(locator -> json.writeStringProperty("nextRecordsUrl", base + "/query/" + locator));
            json.writeName("records");
            json.writeStartArray();
            page.rows().forEach(row -> page.result().writer().write(json, row));
            json.writeEndArray();
            json.writeEndObject();
        }
        return Reply.json(out.toByteArray());
    }

    private static Reply aggregate(Soql soql, QueryPlan plan, List<ArticleVersion> rows) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        Selected.Aggregate first = (Selected.Aggregate) soql.selected().getFirst();
        boolean countOnly = first.field() == null;
        answer.put("totalSize", countOnly ? rows.size() : 1);
        answer.put("done", true);
        answer.put("records", countOnly ? List.of() : List.of(aggregates(soql, plan, rows)));
        return Reply.json(200, answer);
    }

    private static Map<String, @Nullable Object> aggregates(Soql soql, QueryPlan plan, List<ArticleVersion> rows) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("attributes", Map.of("type", "AggregateResult"));
        int unnamed = 0;
        for (Selected each : soql.selected()) {
            Selected.Aggregate aggregate = (Selected.Aggregate) each;
            String alias = aggregate.alias();
            String name = alias == null ? "expr" + unnamed++ : alias;
            row.put(name, aggregate(aggregate, plan, rows));
        }
        return row;
    }

    private static @Nullable Object aggregate(Selected.Aggregate aggregate, QueryPlan plan, List<ArticleVersion> rows) {
        FieldName field = Objects.requireNonNull(aggregate.field(), "COUNT() stands alone");
        Column column = plan.column(field);
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
