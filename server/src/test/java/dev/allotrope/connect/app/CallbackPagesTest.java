package dev.allotrope.connect.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackPagesTest {
    @ParameterizedTest
    @CsvSource({
        "'', 8000, http://localhost:8000/integrations/salesforce",
        "' ', 9000, http://localhost:9000/integrations/salesforce",
        "'', 0, http://localhost:8000/integrations/salesforce",
        "https://kb.example, 9000, https://kb.example/integrations/salesforce",
        "https://kb.example/search//, 9000, https://kb.example/search/integrations/salesforce"
    })
    void the_callback_is_at_the_public_address_or_on_the_port_of_the_api(String set, String port, String callback) {
        assertThat(CallbackPages.of(set, port).callback()).hasToString(callback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kb.example",
                "localhost:9000",
                "ftp://kb.example",
                "https://",
                "https://kb example",
                "https://kb.example?team=1",
                "https://kb.example#top"
            })
    void what_is_no_address_is_refused(String set) {
        assertThatThrownBy(() -> CallbackPages.of(set, "8000"))
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: ALLOTROPE_PUBLIC_URL is \"" + set
                        + "\"; it may be an address like https://search.example.com, without user, question mark and"
                        + " fragment");
    }

    @Test
    void whatever_stands_before_the_host_is_not_repeated() {
        assertThatThrownBy(() -> CallbackPages.of("https://me:secret@kb.example", "8000"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("https://…@kb.example")
                .hasMessageNotContaining("secret");
    }
}
