package dev.allotrope.embed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.embed.http.TestProvider.Fault;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ProviderCallsTest {
    private static final Patience TWICE = new Patience(Duration.ofSeconds(30), 1, Duration.ofSeconds(5));
    private static final JsonNode QUESTION = JsonMapper.shared().readTree("""
            {"model": "mine", "input": ["hello"], "encoding_format": "float"}""");

    private final TestProvider provider = new TestProvider();
    private final TestTime time = new TestTime();
    private final ProviderCalls calls = calls(TestProvider.KEY);

    @AfterEach
    void close() {
        calls.close();
        provider.close();
    }

    @Test
    void an_answer_comes_as_json() {
        assertThat(ask())
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answer -> assertThat(answer.body().path("data").size()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408})
    void what_passes_by_itself_is_tried_again(int status) {
        provider.nextStatus(status, Map.of());

        assertThat(ask()).isInstanceOf(Reply.Answered.class);
        assertThat(provider.requests()).hasSize(2);
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(250));
    }

    @Test
    void a_connection_that_breaks_is_tried_again() {
        provider.next(new Fault.Broken());

        assertThat(ask()).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void tries_end() {
        provider.nextStatus(500, Map.of());
        provider.nextStatus(503, Map.of());

        assertThat(ask()).isEqualTo(new Reply.Away("it answered with status 503"));
        assertThat(provider.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422})
    void a_refusal_is_final(int status) {
        provider.nextStatus(status, Map.of());

        assertThat(ask())
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("status " + status)
                                .doesNotContain(TestProvider.KEY));
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void a_wrong_key_names_the_setting_and_is_not_told() {
        try (ProviderCalls wrong = calls("sk-wrong")) {
            Reply reply = wrong.post("/embeddings", QUESTION, TWICE);

            assertThat(reply)
                    .isEqualTo(new Reply.Refused("it refused the key with status 401; check ALLOTROPE_TEST_API_KEY"));
        }
        assertThat(calls.provider().toString()).doesNotContain(TestProvider.KEY);
    }

    @Test
    void a_redirect_is_not_followed() {
        provider.nextStatus(
                307, Map.of("Location", provider.url("/v1/embeddings").toString()));

        assertThat(ask())
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).contains("redirects"));
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void what_is_no_json_counts_as_away() {
        provider.next(new Fault.Status(200, Map.of(), "<html>"), new Fault.Status(200, Map.of(), "{\"data\": ["));

        assertThat(ask()).isEqualTo(new Reply.Away("its answer is not JSON"));
    }

    @Test
    void a_silent_provider_is_not_waited_for() {
        provider.next(new Fault.Silent());

        assertThat(calls.post("/embeddings", QUESTION, new Patience(Duration.ofMillis(200), 0, Duration.ZERO)))
                .isEqualTo(new Reply.Away("no whole answer came in time"));
    }

    @Test
    void nobody_listening_counts_as_away() {
        provider.close();

        assertThat(ask()).isEqualTo(new Reply.Away("it could not be connected to"));
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 3, 3000",
        "retry-after-ms, 1500, 1500",
        "Retry-After, 'Thu, 26 Nov 2026 10:00:04 GMT', 4000",
        "retry-after, 0, 250"
    })
    void a_short_wait_is_waited(String header, String value, long milliseconds) {
        provider.nextStatus(429, Map.of(header, value));

        assertThat(ask()).isInstanceOf(Reply.Answered.class);
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(milliseconds));
    }

    @Test
    void a_long_wait_is_told_and_nobody_asks_before_it_is_over() {
        provider.nextStatus(429, Map.of("retry-after", "40"));

        assertThat(ask()).isEqualTo(new Reply.Limited(Duration.ofSeconds(40)));
        time.pass(Duration.ofSeconds(10));
        assertThat(ask()).isEqualTo(new Reply.Limited(Duration.ofSeconds(30)));
        assertThat(provider.requests()).hasSize(1);

        time.pass(Duration.ofSeconds(28));
        assertThat(ask()).isInstanceOf(Reply.Answered.class);
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"'', 20", "soon, 20", "999999999, 600", "'Sun, 26 Nov 2186 10:00:04 GMT', 600"})
    void a_wait_is_never_without_an_end(String value, long seconds) {
        provider.nextStatus(429, Map.of("retry-after", value));

        assertThat(ask()).isEqualTo(new Reply.Limited(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://host/v1", "host:8080", "http://user:secret@host/v1", "http://host/v1?key=secret", "::"})
    void an_address_that_is_none_is_not_quoted(String address) {
        assertThatThrownBy(() -> Provider.address("ALLOTROPE_X_URL", address))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageContaining("ALLOTROPE_X_URL")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("host/");
    }

    @Test
    void a_key_that_no_header_carries_is_not_quoted() {
        assertThatThrownBy(() -> calls("sk-\nsecret"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("ALLOTROPE_TEST_API_KEY")
                .hasMessageNotContaining("secret");
    }

    @Test
    void an_address_may_end_with_a_slash() {
        assertThat(Provider.address("X", "http://10.0.0.7:8080/v1/")).hasToString("http://10.0.0.7:8080/v1");
        assertThat(List.of(Provider.address("X", "https://api.openai.com"))).hasSize(1);
    }

    private Reply ask() {
        return calls.post("/embeddings", QUESTION, TWICE);
    }

    private ProviderCalls calls(String key) {
        return new ProviderCalls(
                Provider.bearer("Test", provider.url("/v1"), Secret.of(key), "ALLOTROPE_TEST_API_KEY"), time, time);
    }
}
