package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.category.Category;
import dev.allotrope.salesforce.sim.category.CategoryReader;
import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.control.Ledger;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.LifeCycleException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `/sim/…`: drives the org from outside. Not Salesforce's, never counted, without credentials.
final class ControlApi {

    private final SalesforceSimulator simulator;
    private final ArticleControl articles;
    private final SwitchControl switches;
    private final UserControl users;
    private final FileControl files;

    ControlApi(SalesforceSimulator simulator) {
        this.simulator = simulator;
        this.articles = new ArticleControl(simulator);
        this.switches = new SwitchControl(simulator.switches(), simulator.clock());
        this.users = new UserControl(simulator.users());
        this.files = new FileControl(simulator.org());
    }

    Reply answer(Request request) {
        try {
            return route(request, request.segments());
        } catch (LifeCycleException e) {
            return problem(409, e);
        } catch (IllegalArgumentException | JacksonException | DateTimeException e) {
            return problem(400, e);
        }
    }

    private static Reply problem(int status, RuntimeException e) {
        return Reply.json(status, Map.of("error", String.valueOf(e.getMessage())));
    }

    private Reply route(Request request, List<String> path) {
        boolean reads = request.method().equals("GET");
        boolean clears = request.method().equals("DELETE");
        return switch (path.size() == 1 ? "" : path.get(1)) {
            case "" -> Reply.json(200, summary());
            case "articles" -> articles.answer(request, path);
            case "generate" -> generate(request.json());
            case "switches" -> Reply.json(200, reads ? switches.show() : switches.change(request.json()));
            case "clock" -> clock(request.json());
            case "faults" -> reads ? faults() : clears ? clearFaults() : plan(request.json());
            case "ledger" -> clears ? clearLedger() : ledger(request);
            case "apps" -> register(request.json());
            case "users" -> users.answer(request, path);
            case "files" -> files.answer(request, path);
            case "images" -> files.image(request.json());
            case "categories" -> reads ? categories() : declare(request.json());
            case "sessions" -> sessions(request, path, reads);
            case "orgs" -> Reply.json(201, Map.of("url", simulator.another().url()));
            default -> Reply.json(404, Map.of("error", "no such control: " + request.path()));
        };
    }

    private Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("url", simulator.url());
        summary.put("published", simulator.published().size());
        summary.put("versions", simulator.org().rows().size());
        summary.put("api_calls", simulator.ledger().apiCalls());
        summary.put("now", simulator.clock().instant().toString());
        return summary;
    }

    private Reply generate(JsonNode body) {
        articles.stamped(body, () -> {
            simulator.generate(body.path("articles").asInt(0), body.path("seed").asLong(1));
            return body;
        });
        return Reply.json(200, summary());
    }

    private Reply clock(JsonNode change) {
        if (change.path("reset").asBoolean(false)) {
            simulator.clock().reset();
        }
        if (change.has("set")) {
            simulator.clock().set(Instant.parse(change.get("set").asString()));
        }
        if (change.has("skew_seconds")) {
            simulator.clock().skew(Duration.ofSeconds(change.get("skew_seconds").asLong()));
        }
        if (change.has("advance_seconds")) {
            simulator
                    .clock()
                    .advance(Duration.ofSeconds(change.get("advance_seconds").asLong()));
        }
        if (change.path("freeze").asBoolean(false)) {
            simulator.clock().freeze();
        }
        return Reply.json(200, Map.of("now", simulator.clock().instant().toString()));
    }

    private Reply plan(JsonNode body) {
        Set<CallKind> on = EnumSet.noneOf(CallKind.class);
        body.path("on").forEach(name -> on.add(kind(name.asString())));
        if (body.path("on").isString()) {
            on.add(kind(body.get("on").asString()));
        }
        simulator
                .faults()
                .plan(new Faults.Plan(
                        Fault.valueOf(body.path("fault").asString("").toUpperCase(Locale.ROOT)),
                        on,
                        body.path("skip").asInt(0),
                        body.path("always").asBoolean(false)
                                ? Faults.ALWAYS
                                : body.path("times").asInt(1),
                        Duration.ofMillis(body.path("delay_ms").asLong(0)),
                        body.path("matching").asString("")));
        return faults();
    }

    private static CallKind kind(String name) {
        return CallKind.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private Reply faults() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Faults.Plan plan : simulator.faults().planned()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("fault", plan.fault().wireName());
            shown.put("on", plan.on().stream().map(CallKind::wireName).sorted().toList());
            shown.put("skip", plan.skip());
            shown.put("times", plan.times());
            shown.put("matching", plan.matching());
            all.add(shown);
        }
        List<String> known = Stream.of(Fault.values()).map(Fault::wireName).toList();
        return Reply.json(
                200,
                Map.of("faults", all, "known", known, "met", simulator.faults().met()));
    }

    private Reply clearFaults() {
        simulator.faults().clear();
        return faults();
    }

    private Reply ledger(Request request) {
        Ledger ledger = simulator.ledger();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("api_calls", ledger.apiCalls());
        shown.put("used_today", ledger.usedToday());
        Map<String, Long> counts = new TreeMap<>();
        ledger.counts().forEach((kind, count) -> counts.put(kind.wireName(), count));
        shown.put("counts", counts);
        String kind = request.query().get("kind");
        if (kind != null) {
            shown.put(
                    "entries",
                    ledger.entries(kind(kind)).stream()
                            .map(entry -> Map.of("at", entry.at().toString(), "what", entry.what()))
                            .toList());
        }
        return Reply.json(200, shown);
    }

    private Reply clearLedger() {
        simulator.ledger().clear();
        return Reply.json(200, Map.of("api_calls", 0));
    }

    private Reply register(JsonNode body) {
        List<String> uris = new ArrayList<>();
        body.path("redirect_uris").forEach(uri -> uris.add(uri.asString()));
        String clientId = body.path("client_id").asString(SalesforceSimulator.CLIENT_ID);
        String secret = body.path("client_secret").asString(SalesforceSimulator.CLIENT_SECRET);
        simulator.register(clientId, secret, uris.toArray(String[]::new));
        return Reply.json(200, Map.of("client_id", clientId, "redirect_uris", uris));
    }

    private Reply sessions(Request request, List<String> path, boolean reads) {
        String action = path.size() > 2 ? path.get(2) : "";
        if (!reads && action.equals("expire")) {
            simulator.grants().expireSessions();
        }
        if (!reads && action.equals("revoke")) {
            simulator.grants().revokeAll();
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("approvals", simulator.grants().approvals());
        shown.put("sessions", simulator.grants().sessions());
        if (!reads && action.equals("open")) {
            String username = request.json().path("username").asString("");
            shown.put("access_token", simulator.grants().openSession(username));
        }
        return Reply.json(200, shown);
    }

    private Reply declare(JsonNode body) {
        new CategoryReader(simulator.org().categories()).read(body);
        return categories();
    }

    private Reply categories() {
        return Reply.json(
                200,
                Map.of(
                        "groups",
                        simulator.org().categories().shown(CategoryVisibility.ALL).stream()
                                .map(ControlApi::show)
                                .toList()));
    }

    private static Map<String, Object> show(Categories.Shown group) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("group", group.name());
        shown.put("label", group.label());
        shown.put("categories", group.top().stream().map(ControlApi::show).toList());
        return shown;
    }

    private static Map<String, Object> show(Category category) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", category.name());
        shown.put("label", category.label());
        shown.put(
                "categories", category.children().stream().map(ControlApi::show).toList());
        return shown;
    }
}
