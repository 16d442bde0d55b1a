package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One tenant with an org of its own, one run, and what goes wrong in it.
final class CellStory {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /// Faults that no second attempt cures: one is enough to stop a run.
    private static final Set<String> FINAL = Set.of(
            "session_not_for_api",
            "api_disabled_for_org",
            "api_disabled_for_user",
            "password_expired",
            "invalid_grant");

    /// Faults that a run waits out, and that whoever opens a picture is told of.
    private static final Set<String> WAITED_FOR = Set.of("daily_limit", "query_timeout", "invalid_query_locator");

    /// What a run says that stops for a fault which lasts. A fault that is not here has to make it say anything.
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("expired_session", "does not accept a renewed access token"),
            Map.entry("session_not_for_api", "not valid for the REST API"),
            Map.entry("invalid_auth_header", "does not accept a renewed access token"),
            Map.entry("api_disabled_for_org", "API_DISABLED_FOR_ORG"),
            Map.entry("api_disabled_for_user", "API_CURRENTLY_DISABLED"),
            Map.entry("password_expired", "INVALID_OPERATION_WITH_EXPIRED_PASSWORD"),
            Map.entry("answer_lost", "the connection failed or broke off"),
            Map.entry("daily_limit", "daily API requests are used up"),
            Map.entry("concurrent_limit", "too many API requests running"),
            Map.entry("long_transactions", "too many API requests running"),
            Map.entry("server_unavailable", "SERVER_UNAVAILABLE"),
            Map.entry("unavailable_page", "something else than JSON"),
            Map.entry("bad_gateway_page", "something else than JSON"),
            Map.entry("maintenance_page", "something else than JSON"),
            Map.entry("unrouted_page", "something else than JSON"),
            Map.entry("timeout", "no whole answer within"),
            Map.entry("truncated", "broke off"),
            Map.entry("reset", "the connection failed or broke off"),
            Map.entry("invalid_query_locator", "dropped the query's cursor"),
            Map.entry("query_timeout", "cannot do it even in small parts"),
            Map.entry("unknown_exception", "UNKNOWN_EXCEPTION"));

    private static final String REASON_OF_TOKENS = "refresh the access token";

    private final AuthoredOrg authors;
    private final CarbonClient client;
    private final String domain;
    private final Cell.Run run;
    private Customer customer;
    private long before;

    CellStory(SimulatedOrg org, CarbonClient client, String domain, Cell.Run run) {
        this.authors = new AuthoredOrg(org);
        this.client = client;
        this.domain = domain;
        this.run = run;
    }

    /// The run as it is when nothing goes wrong.
    Held undisturbed() {
        begin(Habits.USUAL);
        go();
        return end();
    }

    /// Throws when something is lost, doubled, stale or seen too early, and when the run neither gets on nor says why.
    void play(Cell cell, Held undisturbed) {
        begin(cell.habits());
        SimulatedOrg org = authors.org();
        Set<String> heldBefore =
                run == Cell.Run.FIRST ? Set.of() : authors.names().keySet();
        long met = prepared(cell);
        go();
        Await.untilNothing("that has to come of the fault", LIMIT, () -> unsettled(cell, met));
        judge(cell);
        customer.requireKept(heldBefore);
        customer.requireDiscretion();
        boolean failed = runs().stream().anyMatch(each -> status(each).equals("FAILED"));
        org.clearFaults();
        if (failed || cell.losesToken()) {
            again(cell);
        }
        Held held = end();
        if (cell.stage() != Cell.Stage.FULL_DESCRIPTION) {
            assertThat(held).isEqualTo(undisturbed);
        }
    }

    /// Somebody opens a picture: it comes, or they are told why it does not come now. Afterwards it comes.
    void read(Cell cell) {
        begin(cell.habits());
        prepared(cell);
        Http.Answer answer = customer.openPicture();
        assertThat(authors.org().faultsMet()).as("calls that met the fault").isPositive();
        if (answer.status() == 200 || cell.span() == Cell.Span.ONCE && !isToldAtOnce(cell)) {
            requirePicture(answer);
        } else {
            assertThat(answer.status()).as(answer.text()).isIn(400, 429, 503);
            assertThat(answer.text()).contains(reason(cell));
        }
        authors.org().clearFaults();
        if (endsToken(cell)) {
            customer.reconnect();
        }
        requirePicture(customer.openPicture());
        end();
    }

    /// A refresh is not tried twice for one who waits.
    private static boolean isToldAtOnce(Cell cell) {
        return cell.stage().ofTokens() || FINAL.contains(cell.fault()) || WAITED_FOR.contains(cell.fault());
    }

    private static void requirePicture(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(AuthoredOrg.PICTURE);
    }

    private static boolean endsToken(Cell cell) {
        return cell.fault().equals("invalid_grant") || cell.losesToken();
    }

    private void begin(Habits habits) {
        authors.org().switches(habits.switches());
        authors.org().switches(Map.of("max_page_rows", 5, "daily_calls", 100_000_000));
        authors.founded();
        if (run == Cell.Run.READ) {
            authors.createWithPicture("pictured");
        }
        if (run == Cell.Run.FIRST) {
            return;
        }
        connect();
        untilAllIsTrue();
        if (run == Cell.Run.DELTA) {
            Await.untilNothing(
                    "that is not watched", LIMIT, () -> done("CHECK") ? customer.difference() : "no check yet");
        }
        // A check that is under way now may meet the fault too.
        before = customer.runs().stream()
                .filter(each -> status(each).equals("COMPLETED"))
                .mapToLong(each -> each.path("id").asLong())
                .max()
                .orElseThrow();
    }

    /// Plans the fault, and what leads to it; answers how many calls meet another one before.
    private long prepared(Cell cell) {
        SimulatedOrg org = authors.org();
        boolean sessionEnds = cell.stage().ofTokens();
        if (sessionEnds && run == Cell.Run.FIRST) {
            org.fault(Map.of("fault", "expired_session", "on", "describe"));
        } else if (sessionEnds) {
            org.expireSessions();
        }
        if (cell.stage() == Cell.Stage.FULL_DESCRIPTION) {
            // A description is believed until a query shows that it is outdated.
            org.switches(Map.of("validation_status", false));
        }
        org.fault(cell.plan());
        return sessionEnds && run == Cell.Run.FIRST ? 1 : 0;
    }

    private void connect() {
        Map<String, ?> options =
                run == Cell.Run.DELTA ? Map.of("salesforce_settings", Map.of("check_interval_minutes", 5)) : Map.of();
        customer = Customer.connected(authors, client, domain, options);
    }

    /// Starts the run, or does what makes it start.
    private void go() {
        switch (run) {
            case FIRST -> connect();
            case DELTA -> authors.changed();
            case FULL -> {
                authors.changed();
                authors.categorize(AuthoredOrg.name(9), 1);
                customer.sync();
            }
            case READ -> requirePicture(customer.openPicture());
        }
    }

    private void again(Cell cell) {
        if (endsToken(cell)) {
            customer.reconnect();
        }
        if (run != Cell.Run.DELTA) {
            customer.sync();
        }
    }

    /// Empty when a passing fault is over and everything done, and when one that lasts made the run stop or the run did
    /// without.
    private String unsettled(Cell cell, long met) {
        if (authors.org().faultsMet() <= met) {
            return "no call met the fault: " + runs();
        }
        boolean lasting = cell.span() == Cell.Span.LASTING;
        boolean stopped = runs().stream()
                .anyMatch(each ->
                        status(each).equals("FAILED") || lasting && status(each).equals("WAITING"));
        return stopped ? "" : done("") ? customer.difference() : "no run is done: " + runs();
    }

    private void judge(Cell cell) {
        boolean mayFail = cell.span() == Cell.Span.LASTING || FINAL.contains(cell.fault()) || cell.losesToken();
        for (JsonNode each : runs()) {
            String error = each.path("error").asString("");
            if (!error.isEmpty()) {
                assertThat(error).as("the reason of run %s", each).contains(reason(cell));
            }
            assertThat(mayFail || !status(each).equals("FAILED"))
                    .as("%s, once, fails no run: %s", cell.fault(), error)
                    .isTrue();
        }
    }

    private static String reason(Cell cell) {
        return cell.stage().ofTokens() ? REASON_OF_TOKENS : REASONS.getOrDefault(cell.fault(), "could not");
    }

    private Held end() {
        untilAllIsTrue();
        customer.requireDiscretion();
        Held held = Held.by(client);
        customer.disconnect();
        return held;
    }

    private void untilAllIsTrue() {
        Await.untilNothing("that differs from what is published", LIMIT, customer::difference);
    }

    /// Whether a run of a trigger, of any for none, is done.
    private boolean done(String trigger) {
        return runs().stream()
                .anyMatch(each -> status(each).equals("COMPLETED")
                        && each.path("trigger").asString().startsWith(trigger));
    }

    /// Those since the fault was planned.
    private List<JsonNode> runs() {
        return customer.runs().stream()
                .filter(each -> each.path("id").asLong() > before)
                .toList();
    }

    private static String status(JsonNode each) {
        return each.path("status").asString();
    }
}
