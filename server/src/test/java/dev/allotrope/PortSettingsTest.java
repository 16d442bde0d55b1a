package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "ALLOTROPE_PORT, http, a number from 0 to 65535",
        "ALLOTROPE_PORT, '', a number from 0 to 65535",
        "ALLOTROPE_PORT, -1, a number from 0 to 65535",
        "ALLOTROPE_PORT, 65536, a number from 0 to 65535",
        "ALLOTROPE_MANAGEMENT_PORT, 99999999999, a number from 0 to 65535",
        "ALLOTROPE_MANAGEMENT_ADDRESS, '', 'an address of this machine, such as 127.0.0.1 or 0.0.0.0'",
        "ALLOTROPE_MANAGEMENT_ADDRESS, 1.2.3.4.5.6, 'an address of this machine, such as 127.0.0.1 or 0.0.0.0'"
    })
    void what_is_no_port_and_no_address_is_named_with_what_may_be(String name, String value, String allowed) {
        assertThatThrownBy(() -> PortSettings.check(Map.of(name, value)::get))
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: " + name + " is \"" + value + "\"; it may be " + allowed);
    }

    @Test
    void what_is_left_out_is_no_mistake() {
        assertThatCode(() -> PortSettings.check(Map.<String, String>of()::get)).doesNotThrowAnyException();
        assertThatCode(() ->
                        PortSettings.check(Map.of("ALLOTROPE_PORT", "0", "ALLOTROPE_MANAGEMENT_ADDRESS", "::1")::get))
                .doesNotThrowAnyException();
    }
}
