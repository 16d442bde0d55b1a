package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.postgres.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What whoever runs the server sees of it.
class OperatorIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void metrics_tell_what_failed_and_what_waits() {
        customer.database(
                "UPDATE connection SET sync_status = 'SYNC_ERROR' WHERE id = ?",
                customer.connection().value());

        assertThat(metrics())
                .containsPattern("(?m)^allotrope_data_sources\\{status=\"sync_error\"} [1-9]")
                .containsPattern("(?m)^allotrope_data_sources\\{status=\"queued_for_syncing\"} \\d")
                .containsPattern("(?m)^allotrope_jobs_delay_seconds\\{lane=\"bulk\"} \\d")
                .containsPattern("(?m)^allotrope_jobs_delay_seconds\\{lane=\"prompt\"} \\d")
                .containsPattern("(?m)^allotrope_jobs_delay_seconds\\{lane=\"outbound\"} \\d")
                .containsPattern("(?m)^allotrope_webhooks_flagged \\d")
                .containsPattern("(?m)^allotrope_webhooks_locked \\d")
                .containsPattern("(?m)^allotrope_webhook_deliveries_waiting \\d");
    }

    @Test
    void the_metrics_that_the_page_for_operators_names_are_there() {
        customer.ask("/embeddings", "{\"query\": \"x\", \"k\": 1}");

        // A request is counted after its answer went out.
        Await.until(SOON, () -> metrics().contains("uri=\"/embeddings\""));
        assertThat(metrics())
                .containsPattern("(?m)^http_server_requests_seconds_count\\{[^}]*uri=\"/embeddings\"")
                .contains("\nhikaricp_connections_pending{pool=\"allotrope\"}")
                .contains("\njvm_memory_used_bytes{")
                .contains("\nprocess_cpu_usage ");
    }

    private static String metrics() {
        CarbonServer.Reply reply = server.manage("/actuator/prometheus");
        assertThat(reply.status()).isEqualTo(200);
        return reply.response().body();
    }
}
