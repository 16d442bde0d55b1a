package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Ledger;
import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.oauth.Grants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `/services/data/…`.
public final class RestApi {

    /// Longest request line the edge takes, in bytes; a longer one is 414.
    public static final int MAX_URL = 16_384;

    private static final int OLDEST_VERSION = 31;
    private static final int LATEST_VERSION = 67;
    private static final int WINTER_26 = 65;
    private static final int MAX_SUBREQUESTS = 25;
    private static final int PREFIX_SEGMENTS = 3;

    private final Org org;
    private final Grants grants;
    private final Switches switches;
    private final Ledger ledger;
    private final Describe describe;
    private final QueryApi queries;
    private final RecordApi records;

    public RestApi(Org org, Grants grants, Switches switches, Ledger ledger, SimClock clock) {
        this.org = org;
        this.grants = grants;
        this.switches = switches;
        this.ledger = ledger;
        this.describe = new Describe(org, switches);
        this.queries = new QueryApi(org, switches, clock);
        this.records = new RecordApi(org, switches);
    }

    /// What a request under `/services/data` asks for.
    public static CallKind kind(Request request) {
        List<String> path = request.segments();
        if (path.size() < PREFIX_SEGMENTS) {
            return CallKind.VERSIONS;
        }
        List<String> rest = path.subList(PREFIX_SEGMENTS, path.size());
        return switch (rest.isEmpty() ? "" : rest.getFirst()) {
            case "" -> CallKind.RESOURCES;
            case "query" -> rest.size() == 1 ? CallKind.QUERY : CallKind.QUERY_MORE;
            case "limits" -> CallKind.LIMITS;
            case "knowledgeManagement" -> CallKind.KNOWLEDGE_SETTINGS;
            case "composite" -> rest.contains("sobjects") ? CallKind.RETRIEVE : CallKind.COMPOSITE;
            case "sobjects" -> sobjects(rest);
            default -> CallKind.OTHER;
        };
    }

    private static CallKind sobjects(List<String> rest) {
        if (rest.size() == 1) {
            return CallKind.GLOBAL_DESCRIBE;
        }
        String last = rest.getLast();
        boolean replication = last.equals("updated") || last.equals("deleted");
        if (last.equals("describe") && rest.size() == 3) {
            return CallKind.DESCRIBE;
        }
        return rest.size() == 3 && !replication ? CallKind.RECORD : CallKind.OTHER;
    }

    /// Answers a request that met no fault.
    public Reply answer(Request request, CallKind kind) {
        if (kind == CallKind.VERSIONS) {
            return Reply.json(200, versions());
        }
        Optional<Reply> refusal = refusal(request);
        return refusal.orElseGet(() -> dispatch(request, kind))
                .with("Sforce-Limit-Info", "api-usage=" + ledger.usedToday() + "/" + switches.dailyCalls());
    }

    private static List<Map<String, String>> versions() {
        return IntStream.rangeClosed(OLDEST_VERSION, LATEST_VERSION)
                .mapToObj(number -> {
                    Map<String, String> version = new LinkedHashMap<>();
                    version.put("label", label(number));
                    version.put("url", "/services/data/v" + number + ".0");
                    version.put("version", number + ".0");
                    return version;
                })
                .toList();
    }

    /// Three releases a year; v67.0 is Summer '26.
    private static String label(int version) {
        List<String> seasons = List.of("Winter", "Spring", "Summer");
        int sinceWinter26 = version - WINTER_26;
        return seasons.get(Math.floorMod(sinceWinter26, 3)) + " '" + (26 + Math.floorDiv(sinceWinter26, 3));
    }

    private Optional<Reply> refusal(Request request) {
        if (grants.authenticate(request.bearer().orElse("")).isEmpty()) {
            return Optional.of(Reply.error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
        }
        if (!switches.on(Switch.API_ENABLED)) {
            return Optional.of(Reply.error(403, "API_CURRENTLY_DISABLED", "API is disabled for this User"));
        }
        if (ledger.usedToday() > switches.dailyCalls()) {
            return Optional.of(Reply.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        }
        String version = request.segments().get(PREFIX_SEGMENTS - 1);
        return isServed(version) ? Optional.empty() : Optional.of(notFound());
    }

    private static boolean isServed(String version) {
        if (!version.matches("v\\d{1,3}\\.0")) {
            return false;
        }
        int number = Integer.parseInt(version.substring(1, version.indexOf('.')));
        return number >= OLDEST_VERSION && number <= LATEST_VERSION;
    }

    private Reply dispatch(Request request, CallKind kind) {
        List<String> path = request.segments();
        String base = "/services/data/" + path.get(PREFIX_SEGMENTS - 1);
        return switch (kind) {
            case RESOURCES -> Reply.json(200, resources(base));
            case GLOBAL_DESCRIBE -> Reply.json(200, describe.global(base));
            case DESCRIBE ->
                ofKnowledge(
                        path.get(PREFIX_SEGMENTS + 1),
                        () -> Reply.json(200, describe.knowledge(base, new KnowledgeSchema(switches))));
            case QUERY -> queries.query(request, base);
            case QUERY_MORE -> queries.more(path.getLast(), base);
            case RETRIEVE -> ofKnowledge(path.getLast(), () -> records.retrieve(request, base));
            case RECORD ->
                ofKnowledge(path.get(PREFIX_SEGMENTS + 1), () -> records.record(request, path.getLast(), base));
            case LIMITS -> limits();
            case KNOWLEDGE_SETTINGS -> settings();
            case COMPOSITE -> batch(request);
            case OTHER -> other(path);
            case VERSIONS, AUTHORIZE, TOKEN, REVOKE, USERINFO ->
                throw new IllegalArgumentException(kind + " is not for the data API");
        };
    }

    private interface Answer {
        Reply make();
    }

    private Reply ofKnowledge(String object, Answer answer) {
        boolean known =
                switches.on(Switch.KNOWLEDGE_ENABLED) && object.equalsIgnoreCase(switches.objectPrefix() + "__kav");
        return known ? answer.make() : notFound();
    }

    private static Map<String, String> resources(String base) {
        Map<String, String> all = new LinkedHashMap<>();
        List.of("sobjects", "query", "limits", "composite", "search", "support", "knowledgeManagement")
                .forEach(name -> all.put(name, base + "/" + name));
        return all;
    }

    private Reply limits() {
        if (!switches.on(Switch.SETUP_VISIBLE)) {
            return Reply.error(403, "FUNCTIONALITY_NOT_ENABLED", "View Setup and Configuration is required");
        }
        Map<String, Object> daily = new LinkedHashMap<>();
        daily.put("Max", switches.dailyCalls());
        daily.put("Remaining", Math.max(0, switches.dailyCalls() - ledger.usedToday()));
        return Reply.json(200, Map.of("DailyApiRequests", daily));
    }

    private Reply settings() {
        if (!switches.on(Switch.KNOWLEDGE_ENABLED)) {
            return Reply.error(403, "FUNCTIONALITY_NOT_ENABLED", "Knowledge is not enabled for this organization");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("defaultLanguage", "en_US");
        settings.put("knowledgeEnabled", true);
        settings.put(
                "languages",
                org.languages().stream()
                        .map(name -> Map.of("active", true, "name", name))
                        .toList());
        return Reply.json(200, settings);
    }

    /// `POST …/composite/batch`: every subrequest counts as a call of its own kind.
    private Reply batch(Request request) {
        JsonNode body;
        try {
            body = request.json();
        } catch (JacksonException e) {
            return Reply.error(400, "JSON_PARSER_ERROR", "The HTTP entity body is not valid JSON");
        }
        JsonNode wanted = body.path("batchRequests");
        if (!request.path().endsWith("/composite/batch") || !wanted.isArray() || wanted.size() > MAX_SUBREQUESTS) {
            return Reply.error(400, "INVALID_BATCH_REQUEST", "a batch takes 1 to 25 subrequests");
        }
        List<Map<String, Object>> results = new ArrayList<>();
        boolean failed = false;
        for (JsonNode each : wanted) {
            Reply reply = subrequest(request, each.path("url").asString(""));
            failed |= reply.status() >= 400;
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("statusCode", reply.status());
            result.put("result", Json.MAPPER.readTree(reply.body()));
            results.add(result);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hasErrors", failed);
        answer.put("results", results);
        return Reply.json(200, answer);
    }

    private Reply subrequest(Request request, String url) {
        String path = url.startsWith("/services/data/") ? url : "/services/data/" + url.replaceAll("^/+", "");
        Request inner = request.inner("GET", path);
        CallKind kind = kind(inner);
        if (kind == CallKind.COMPOSITE || kind == CallKind.VERSIONS) {
            return notFound();
        }
        ledger.record(kind, inner.path());
        return answer(inner, kind);
    }

    /// Knowledge supports neither getUpdated nor getDeleted (object reference, Knowledge__kav, supported calls).
    private static Reply other(List<String> path) {
        String last = path.getLast();
        return last.equals("updated") || last.equals("deleted")
                ? Reply.error(400, "INVALID_TYPE", "sObject type is not replicateable: " + path.get(path.size() - 2))
                : notFound();
    }

    private static Reply notFound() {
        return Reply.error(404, "NOT_FOUND", "The requested resource does not exist");
    }
}
