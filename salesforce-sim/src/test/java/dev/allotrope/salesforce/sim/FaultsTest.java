package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What goes wrong: REST API guide, Status Codes and Error Responses.
class FaultsTest {

    private static final String QUERY = "SELECT Id, Answer__c FROM Knowledge__kav WHERE PublishStatus = 'Online'";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;
    private Faults faults;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        faults = salesforce.simulator().faults();
        salesforce.simulator().org().create("a", "en_US", ArticleContent.of("a", "a", "<p>a</p>"));
        salesforce.simulator().org().publish("a", null);
    }

    @Test
    void a_fault_may_aim_at_what_a_call_asks_for() {
        faults.plan(
                new Faults.Plan(Fault.SERVER_UNAVAILABLE, Set.of(CallKind.QUERY), 0, 1, Duration.ZERO, "Answer__c"));

        assertThat(client.query("SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Online'")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.query(QUERY).statusCode()).isEqualTo(503);
        assertThat(client.query(QUERY).statusCode()).isEqualTo(200);
        assertThat(faults.met()).isEqualTo(1);
    }

    // Status codes: each failure has its status and code.
    @ParameterizedTest
    @CsvSource({
        "EXPIRED_SESSION, 401, INVALID_SESSION_ID",
        "SESSION_NOT_FOR_API, 401, INVALID_SESSION_ID",
        "INVALID_AUTH_HEADER, 401, INVALID_AUTH_HEADER",
        "LONG_TRANSACTIONS, 403, REQUEST_LIMIT_EXCEEDED",
        "API_DISABLED_FOR_ORG, 403, API_DISABLED_FOR_ORG",
        "API_DISABLED_FOR_USER, 403, API_CURRENTLY_DISABLED",
        "PASSWORD_EXPIRED, 401, INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
        "DAILY_LIMIT, 403, REQUEST_LIMIT_EXCEEDED",
        "CONCURRENT_LIMIT, 403, REQUEST_LIMIT_EXCEEDED",
        "SERVER_UNAVAILABLE, 503, SERVER_UNAVAILABLE",
        "INVALID_QUERY_LOCATOR, 400, INVALID_QUERY_LOCATOR",
        "QUERY_TIMEOUT, 400, QUERY_TIMEOUT",
        "UNKNOWN_EXCEPTION, 500, UNKNOWN_EXCEPTION"
    })
    void a_fault_has_its_status_and_code(Fault fault, int status, String errorCode) {
        faults.failNext(CallKind.QUERY, 1, fault);

        HttpResponse<String> answer = client.query(QUERY);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(SimClient.errorCode(answer)).isEqualTo(errorCode);
    }

    // The edge in front of the API answers HTML.
    @ParameterizedTest
    @CsvSource({"UNAVAILABLE_PAGE, 503", "BAD_GATEWAY_PAGE, 502", "UNROUTED_PAGE, 420", "MAINTENANCE_PAGE, 200"})
    void the_edge_answers_a_page(Fault fault, int status) {
        faults.failNext(CallKind.QUERY, 1, fault);

        HttpResponse<String> answer = client.query(QUERY);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    // Session: an expired one stays expired.
    @Test
    void an_expired_session_stays_dead() {
        faults.failNext(CallKind.QUERY, 1, Fault.EXPIRED_SESSION);
        client.query(QUERY);

        assertThat(client.query(QUERY).statusCode()).isEqualTo(401);
        assertThat(client.loggedIn().query(QUERY).statusCode()).isEqualTo(200);
    }

    @Test
    void a_truncated_answer_breaks_off() {
        faults.failNext(CallKind.QUERY, 1, Fault.TRUNCATED);

        assertThatThrownBy(() -> client.query(QUERY)).hasRootCauseInstanceOf(java.io.IOException.class);
        assertThat(client.query(QUERY).statusCode()).isEqualTo(200);
    }

    @Test
    void a_reset_answers_nothing() {
        faults.plan(new Faults.Plan(Fault.RESET, Set.of(CallKind.QUERY), 0, Faults.ALWAYS, Duration.ZERO));

        assertThatThrownBy(() -> client.query(QUERY)).hasRootCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void a_timeout_answers_nothing() {
        faults.failNext(CallKind.LIMITS, 1, Fault.TIMEOUT);

        assertThatThrownBy(() -> client.send(client.request(SimClient.DATA + "/limits")
                        .timeout(Duration.ofMillis(200))
                        .GET()))
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void a_slow_answer_is_the_right_one() {
        faults.plan(new Faults.Plan(Fault.SLOW, Set.of(CallKind.QUERY), 0, 1, Duration.ofMillis(20)));

        assertThat(client.query(QUERY).body()).contains("<p>a</p>");
    }

    @Test
    void a_fault_may_start_at_a_later_call() {
        faults.failAfter(CallKind.QUERY, 2, Fault.UNAVAILABLE_PAGE);

        assertThat(client.query(QUERY).statusCode()).isEqualTo(200);
        assertThat(client.query(QUERY).statusCode()).isEqualTo(200);
        assertThat(client.query(QUERY).statusCode()).isEqualTo(503);
        assertThat(client.query(QUERY).statusCode()).isEqualTo(503);
    }

    // API limits: over the daily allowance every call is refused, and a day later calls go through again.
    @Test
    void the_daily_allowance_rolls_on() {
        salesforce.simulator().switches().dailyCalls(1).sessionTimeout(Duration.ofDays(3));
        client.query(QUERY);

        assertThat(SimClient.errorCode(client.query(QUERY))).isEqualTo("REQUEST_LIMIT_EXCEEDED");
        salesforce.simulator().clock().advance(Duration.ofHours(25));
        assertThat(client.query(QUERY).statusCode()).isEqualTo(200);
    }

    // "API Enabled" is a right of the user.
    @Test
    void a_user_without_api_access_is_refused() {
        salesforce.simulator().switches().set(Switch.API_ENABLED, false);

        HttpResponse<String> answer = client.query(QUERY);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(SimClient.errorCode(answer)).isEqualTo("API_CURRENTLY_DISABLED");
    }
}
