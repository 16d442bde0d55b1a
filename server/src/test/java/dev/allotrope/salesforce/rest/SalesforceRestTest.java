package dev.allotrope.salesforce.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.postgres.Await;
import dev.allotrope.salesforce.ScriptedOrg;
import dev.allotrope.salesforce.ScriptedOrg.Reply;
import dev.allotrope.salesforce.ScriptedOrg.Reply.Form;
import dev.allotrope.salesforce.TestArticles;
import dev.allotrope.salesforce.TestGrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SalesforceRestTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Reply GOOD = Reply.ok("{\"answer\":42}");

    private final ScriptedOrg org = new ScriptedOrg();
    private final TestGrant grant = TestGrant.numbered(org.base());
    private final SalesforceRest rest = new SalesforceRest(new JsonMapper(), TestArticles.IMPATIENT);

    @AfterEach
    void close() {
        rest.close();
        org.close();
    }

    @Test
    void counts_calls_and_passes_on_what_the_org_says_of_its_allowance() {
        org.on("/x", GOOD);

        assertThat(value()).isEqualTo(42);
        assertThat(grant.admitted).hasValue(1);
        assertThat(grant.called).hasValue(1);
        assertThat(grant.allowance).isEqualTo("18/15000");
        assertThat(org.asked.getFirst().token()).isEqualTo("Bearer token-1");
    }

    @Test
    void reads_compressed_answers() {
        org.on("/x", GOOD.in(Form.ZIPPED));

        assertThat(value()).isEqualTo(42);
    }

    @Test
    void renews_the_token_once_and_asks_again() {
        org.on("/x", Reply.error(401, "INVALID_SESSION_ID", "Session expired or invalid"), GOOD);

        assertThat(value()).isEqualTo(42);
        assertThat(grant.renewals).hasValue(1);
        assertThat(org.asked).extracting(ScriptedOrg.Asked::token).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void gives_up_when_the_renewed_token_is_refused_too() {
        org.on("/x", Reply.error(401, "INVALID_SESSION_ID", "Session expired or invalid"));

        assertThat(failure().code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        assertThat(grant.renewals).hasValue(1);
        assertThat(org.asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"This session is not valid for use with the REST API", "Connected app is not attached to Agent"})
    void does_not_renew_what_a_renewed_token_cannot_cure(String message) {
        org.on("/x", Reply.error(401, "INVALID_SESSION_ID", message));

        assertThat(failure().code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        assertThat(grant.renewals).hasValue(0);
        assertThat(org.asked).hasSize(1);
    }

    // SOAP API guide, ExceptionCode; statuses as seen.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | INVALID_OPERATION_WITH_EXPIRED_PASSWORD | The users password has expired | set a new one",
                "403 | PASSWORD_LOCKOUT | locked out | unlock it",
                "403 | INACTIVE_OWNER_OR_USER | inactive | activate it",
                "403 | LOGIN_DURING_RESTRICTED_DOMAIN | restricted | admit this server's address",
                "403 | LOGIN_DURING_RESTRICTED_TIME | restricted | log-in hours",
                "403 | CLIENT_NOT_ACCESSIBLE_FOR_USER | no access | admit the user's profile",
                "403 | ORG_LOCKED | locked | its owner has to ask Salesforce",
                "403 | TRIAL_EXPIRED | over | its owner has to ask Salesforce",
            })
    void who_is_shut_out_is_told_what_somebody_has_to_do_and_no_token_is_renewed(
            int status, String code, String message, String remedy) {
        org.on("/x", Reply.error(status, code, message));

        Failure failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        assertThat(failure).hasMessageContaining(code).hasMessageContaining(remedy);
        assertThat(grant.renewals).hasValue(0);
        assertThat(org.asked).hasSize(1);
    }

    @Test
    void an_api_that_is_down_is_told_from_a_user_who_may_not_use_it_and_from_an_expired_trial() {
        org.on("/x", Reply.error(403, "API_CURRENTLY_DISABLED", "API functionality is temporarily unavailable"), GOOD);
        assertThat(value()).isEqualTo(42);

        org.on("/x", Reply.error(403, "API_CURRENTLY_DISABLED", "API is disabled for this User"));
        assertThat(failure()).hasMessageContaining("grant \"API Enabled\"");
        org.on("/x", Reply.error(403, "API_CURRENTLY_DISABLED", "Your trial has expired."));
        assertThat(failure()).hasMessageContaining("trial has expired");
    }

    @Test
    void a_spent_daily_allowance_is_not_asked_again_soon() {
        org.on("/x", Reply.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));

        Failure failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_RATE_LIMITED);
        assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofMinutes(30)));
        assertThat(org.asked).hasSize(1);
    }

    @Test
    void too_many_requests_at_once_pass() {
        Reply crowded = Reply.error(
                403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        org.on("/x", crowded, GOOD);
        assertThat(value()).isEqualTo(42);

        org.on("/x", crowded);
        assertThat(failure().code()).isEqualTo(ErrorCode.SOURCE_RATE_LIMITED);
    }

    @ParameterizedTest
    @EnumSource
    void what_passes_by_itself_is_tried_again_a_few_times(Passing passing) {
        org.on("/x", passing.reply, GOOD);
        assertThat(value()).isEqualTo(42);

        grant.admitted.set(0);
        org.on("/x", passing.reply);
        Failure failure = failure();
        assertThat(failure.code()).isEqualTo(passing.code);
        assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofMinutes(1)));
        assertThat(grant.admitted).hasValue(3);
    }

    enum Passing {
        MAINTENANCE_PAGE(Reply.html(503)),
        MAINTENANCE_PAGE_WITH_STATUS_200(Reply.html(200)),
        REDIRECT(Reply.html(302).with("Location", "http://127.0.0.1:1/maintenance")),
        NO_ROUTE(Reply.html(420)),
        BAD_GATEWAY(Reply.html(502)),
        STUMBLE(Reply.error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred.")),
        UNAVAILABLE(Reply.error(503, "SERVER_UNAVAILABLE", "…")),
        RESET(GOOD.in(Form.RESET)),
        TRUNCATED(GOOD.in(Form.TRUNCATED)),
        HALF_JSON(Reply.ok("{\"answer\":42")),
        NOT_JSON(Reply.ok("oops"), ErrorCode.SOURCE_RESPONSE_MALFORMED);

        final Reply reply;
        final ErrorCode code;

        Passing(Reply reply) {
            this(reply, ErrorCode.SOURCE_UNAVAILABLE);
        }

        Passing(Reply reply, ErrorCode code) {
            this.reply = reply;
            this.code = code;
        }
    }

    @Test
    void an_org_that_does_not_answer_is_left_when_the_deadline_passes() {
        RestSettings hasty = new RestSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(2), 1, Duration.ofMillis(1), Duration.ofMillis(1));
        org.on("/x", GOOD.in(Form.HANGING));

        try (SalesforceRest hastyRest = new SalesforceRest(new JsonMapper(), hasty)) {
            assertThatThrownBy(() -> hastyRest.ask(grant, RestCall.get("/x"), "do it", Object::toString))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
        }
        Await.until(PATIENCE, () -> org.asked.size() >= 2);
        assertThat(org.asked).hasSize(2);
    }

    /// Often, because the words must not depend on which of two clocks is first.
    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"HANGING", "STALLED"})
    void an_answer_that_is_late_is_called_late_wherever_it_stands_still(Form form) throws Exception {
        RestSettings hasty = new RestSettings(
                Duration.ofSeconds(5), Duration.ofMillis(20), 0, Duration.ofMillis(1), Duration.ofMillis(1));
        org.on("/x", GOOD.in(form));

        try (SalesforceRest hastyRest = new SalesforceRest(new JsonMapper(), hasty);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Failure>> failures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                failures.add(callers.submit(() -> catchThrowableOfType(
                        Failure.class, () -> hastyRest.ask(grant, RestCall.get("/x"), "do it", Object::toString))));
            }
            for (Future<Failure> failure : failures) {
                assertThat(failure.get())
                        .hasMessage("could not do it: no whole answer within PT0.02S; trying again soon");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403,API_DISABLED_FOR_ORG,edition",
        "403,API_CURRENTLY_DISABLED,API Enabled",
        "403,FUNCTIONALITY_NOT_ENABLED,switch on Knowledge"
    })
    void missing_rights_say_what_an_administrator_has_to_do(int status, String code, String words) {
        org.on("/x", Reply.error(status, code, "no"));

        Failure failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_READABLE);
        assertThat(failure.getMessage()).startsWith("could not do it: ").contains(words);
    }

    @Test
    void refusals_that_a_caller_may_know_a_way_around_are_handed_to_it() {
        org.on("/x", Reply.error(400, "QUERY_TIMEOUT", "Your query request was running for too long."));

        assertThat(ask())
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.TOO_MUCH));
        assertThat(org.asked).hasSize(1);
    }

    @Test
    void an_answer_longer_than_the_limit_is_refused_while_it_comes() {
        org.on(
                "/x",
                Reply.ok("{\"answer\":\"" + "x".repeat((int) SalesforceRest.MAX_ANSWER) + "\"}")
                        .in(Form.ZIPPED));

        assertThat(ask())
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.refusal().answerTooLarge()).isTrue());
    }

    @Test
    void no_more_than_four_requests_run_at_a_time() throws Exception {
        org.on("/x", GOOD);
        CountDownLatch gate = org.hold();
        List<Future<Integer>> answers = new ArrayList<>();

        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                answers.add(many.submit(this::value));
            }
            Await.until(PATIENCE, () -> org.mostRunning.get() == 4);
            gate.countDown();
        }

        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(42);
        }
        assertThat(org.mostRunning).hasValue(4);
    }

    private int value() {
        return ask().orThrow("do it").path("answer").asInt();
    }

    private Answer<JsonNode> ask() {
        return rest.ask(grant, RestCall.get("/x"), "do it", parser -> parser.<JsonNode>readValueAsTree());
    }

    private Failure failure() {
        return catchThrowableOfType(Failure.class, () -> ask().orThrow("do it"));
    }
}
