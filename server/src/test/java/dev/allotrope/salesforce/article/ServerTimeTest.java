package dev.allotrope.salesforce.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:59.123+0000, 2026-11-23T10:00:59.123Z",
        "2024-02-29T23:59:59.999+0000, 2024-02-29T23:59:59.999Z",
        "2026-11-23T10:00:59.123+0100, 2026-11-23T09:00:59.123Z",
        "2026-11-23T10:00:59.123+00:00, 2026-11-23T10:00:59.123Z",
        "2026-11-23T10:00:59Z, 2026-11-23T10:00:59Z",
    })
    void times_are_read_in_every_form_that_salesforce_writes(String text, String time) {
        assertThat(ServerTime.parse(text)).isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-13-23T10:00:59.123+0000",
                "2026-11-23T25:00:59.123+0000",
                "2026-11-23 10:00:59.123+0000",
                "+026-11-23T10:00:59.123+0000",
                "",
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> ServerTime.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
