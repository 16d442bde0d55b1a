package dev.allotrope.carbon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.ResponseEntity;

class WireErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "CREDENTIAL_MISSING, 401",
        "CREDENTIAL_INVALID, 401",
        "FORBIDDEN, 403",
        "NOT_FOUND, 404",
        "NOT_CONFIGURED, 400",
        "NOT_SUPPORTED, 501",
        "BUSY, 409",
        "REQUEST_INVALID, 422",
        "DOMAIN_INVALID, 422",
        "RATE_LIMITED, 429",
        "SOURCE_REFUSED, 400",
        "SOURCE_REVOKED, 400",
        "SOURCE_NOT_READABLE, 400",
        "SOURCE_UNAVAILABLE, 503",
        "SOURCE_RATE_LIMITED, 503",
        "EMBEDDER_RATE_LIMITED, 503",
        "OVERLOADED, 503",
        "DATABASE_UNAVAILABLE, 503",
        "INTERNAL, 500"
    })
    void each_code_has_its_status(ErrorCode code, int status) {
        assertThat(WireErrors.answer(new Failure(code, "why")).getStatusCode().value())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void what_the_source_says_never_looks_like_a_bad_credential_of_ours(ErrorCode code) {
        int status = WireErrors.status(code).value();

        assertThat(status == 401).isEqualTo(code.name().startsWith("CREDENTIAL_"));
    }

    @Test
    void a_caller_is_told_when_to_come_back_in_whole_seconds() {
        Failure soon = new Failure(ErrorCode.RATE_LIMITED, "why", Retry.after(Duration.ofMillis(1_200)), null);

        assertThat(WireErrors.answer(soon).getHeaders().getFirst("Retry-After")).isEqualTo("2");
        assertThat(WireErrors.answer(new Failure(ErrorCode.OVERLOADED, "why"))
                        .getHeaders()
                        .getFirst("Retry-After"))
                .isEqualTo("5");
        assertThat(WireErrors.answer(new Failure(ErrorCode.BUSY, "why"))
                        .getHeaders()
                        .containsHeader("Retry-After"))
                .isFalse();
    }

    @Test
    void internals_stay_inside() {
        ResponseEntity<Object> answer = WireErrors.answer(new Failure(ErrorCode.INTERNAL, "key k1 is broken"));

        assertThat(answer.getBody()).isEqualTo(new WireErrors.ErrorBody("Internal Server Error"));
    }

    @Test
    void no_message_can_become_markup() {
        ResponseEntity<Object> answer = WireErrors.answer(new Failure(ErrorCode.SOURCE_REFUSED, "<img onerror=x>"));

        assertThat(answer.getBody()).isEqualTo(new WireErrors.ErrorBody("‹img onerror=x›"));
    }

    @Test
    void a_request_that_the_domain_refuses_has_the_shape_of_422() {
        ResponseEntity<Object> answer = WireErrors.answer(Failure.invalid("why"));

        assertThat(answer.getBody())
                .isEqualTo(new WireErrors.ErrorBody(List.of(new Problem(List.of("body"), "why", "value_error"))));
    }

    @Test
    void times_have_six_fraction_digits_whatever_their_precision() {
        assertThat(WireTime.text(Instant.parse("2024-05-06T07:08:09Z"))).isEqualTo("2024-05-06T07:08:09.000000Z");
        assertThat(WireTime.text(Instant.parse("2024-05-06T07:08:09.123456789Z")))
                .isEqualTo("2024-05-06T07:08:09.123456Z");
    }
}
