package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Questions about articles that are refused, and one that the org of a connection without access cannot answer.
class ExplainRequestsIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"article\": \"x\"}                                | data_source_id",
                "{\"data_source_id\": 1}                             | article",
                "{\"data_source_id\": 1, \"article\": null}          | article",
                "{\"data_source_id\": 1, \"article\": 5}             | article",
                "{\"data_source_id\": 1, \"article\": \"\"}          | article",
                "{\"data_source_id\": \"x\", \"article\": \"x\"}     | data_source_id",
                "{\"data_source_id\": 1, \"article\": [\"x\"]}       | article"
            })
    void a_question_that_does_not_fit_is_422_at_the_field(String body, String field) {
        CarbonServer.Reply reply = server.ask("somebody", "/articles/explain", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo(field);
    }

    @Test
    void a_text_that_can_name_no_article_is_422() {
        TestCustomer customer = TestCustomer.of(server);

        for (String typed : List.of("  ", "https://help.acme.example/", "a".repeat(256), "a\\tb", "a".repeat(4_001))) {
            assertThat(explain(customer, customer.connection().toString(), typed)
                            .status())
                    .as(typed)
                    .isEqualTo(422);
        }
    }

    @Test
    void a_data_source_that_is_not_the_callers_is_404() {
        TestCustomer owner = TestCustomer.of(server);
        TestCustomer stranger = TestCustomer.of(server);

        for (String id : List.of(owner.connection().toString(), "0", "-1", "99999999999")) {
            assertThat(explain(stranger, id, "x").status()).as(id).isEqualTo(404);
        }
    }

    @Test
    void a_connection_without_access_is_no_error() {
        TestCustomer customer = TestCustomer.of(server);

        CarbonServer.Reply reply = explain(customer, customer.connection().toString(), "000001004");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/status").asString()).isEqualTo("UNKNOWN");
        assertThat(reply.json().at("/evidence/0/fact").asString()).isEqualTo("NOT_ASKED");
    }

    private static CarbonServer.Reply explain(TestCustomer customer, String source, String article) {
        return customer.ask(
                "/articles/explain", "{\"data_source_id\": %s, \"article\": \"%s\"}".formatted(source, article));
    }
}
