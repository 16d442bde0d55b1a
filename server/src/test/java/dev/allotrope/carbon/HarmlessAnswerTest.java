package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// That a fault which the random requests meet would be seen.
class HarmlessAnswerTest {
    private static final String SECRET = "canary4711";

    @ParameterizedTest
    @CsvSource({"200, '{}'", "404, '{\"detail\": \"no file 7\"}'", "422, '{\"detail\": []}'", "501, ''", "503, ''"})
    void an_ordinary_answer_is_harmless(int status, String body) {
        assertThat(new HarmlessAnswer(status, body).faults(SECRET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 599})
    void an_error_of_ours_is_a_fault(int status) {
        assertThat(new HarmlessAnswer(status, "{\"detail\": \"Internal Server Error\"}").faults(SECRET))
                .containsExactly("an error of ours: " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\tat java.lang.Thread.run",
                "at dev.allotrope.carbon.Endpoint",
                "java.lang.NullPointerException",
                "org.springframework.jdbc.BadSqlGrammar",
                "org.postgresql.util.PSQLState",
                "bad: SELECT * FROM connection",
                "ERROR: relation does not exist"
            })
    void a_trace_of_our_insides_is_a_fault_whatever_the_status(String trace) {
        assertThat(new HarmlessAnswer(400, "{\"detail\": \"" + trace + "\"}").faults(SECRET))
                .containsExactly("a trace of our insides");
    }

    @Test
    void anything_of_another_tenants_is_a_fault_also_inside_of_a_good_answer() {
        assertThat(new HarmlessAnswer(200, "{\"results\": [{\"name\": \"x canary4711 y\"}]}").faults(SECRET))
                .containsExactly("something of another tenant's");
    }

    @Test
    void every_fault_of_an_answer_is_named() {
        assertThat(new HarmlessAnswer(500, "Exception about canary4711").faults(SECRET))
                .hasSize(3);
    }
}
