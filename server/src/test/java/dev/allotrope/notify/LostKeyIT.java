package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.job.JobHandler.Outcome;
import dev.allotrope.postgres.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// What becomes of deliveries while the encryption key of a signing key is lost.
class LostKeyIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RecordingReceiver receiver;
    private NotifyStage before;
    private NotifyStage without;
    private WebhookId webhook;

    @BeforeEach
    void a_key_is_lost() throws IOException {
        database.jdbc().sql("DELETE FROM job_outbound").update();
        receiver = new RecordingReceiver();
        before = new NotifyStage(database);
        webhook = before.register(receiver.url("/")).webhook().id();
        without = before.restarted(TestVault.key());
        without.tell(Event.FILE_READY, 7);
    }

    @AfterEach
    void stop() {
        receiver.close();
        before.close();
        without.close();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void it_is_said_once_what_to_do_and_deliveries_wait_untried(CapturedOutput output) {
        assertThat(without.work(webhook)).isEqualTo(new Outcome.Again(Deliverer.LOCKED));
        without.tell(Event.FILE_READY, 8);
        assertThat(without.work(webhook)).isEqualTo(new Outcome.Again(Deliverer.LOCKED));

        assertThat(receiver.received()).isEmpty();
        assertThat(without.log(webhook)).hasSize(2).allSatisfy(delivery -> {
            assertThat(delivery.status()).isEqualTo(Delivery.Status.PENDING);
            assertThat(delivery.attempts()).isEmpty();
        });
        assertThat(output.getOut().lines().filter(line -> line.contains("nothing is sent to webhook " + webhook)))
                .singleElement()
                .asString()
                .contains("encryption key test is not configured; add it to ALLOTROPE_ENCRYPTION_KEYS");
    }

    @Test
    void the_operator_sees_how_many_webhooks_are_locked() {
        long locked = without.webhooks.locked();

        before.register(receiver.url("/another"));

        assertThat(without.webhooks.locked()).isEqualTo(locked + 1);
        assertThat(before.webhooks.locked()).isZero();
    }

    @Test
    void upkeep_does_not_pull_forward_what_cannot_be_signed() {
        Instant later = Instant.parse("2100-01-01T00:00:00Z");

        // The wake of what was told comes after its commit, at any moment of this test, but only once.
        Await.until(PATIENCE, () -> {
            putOff(later);
            without.upkeep.run(Upkeep.INSTANCE);
            return due().equals(Optional.of(later));
        });
        before.upkeep.run(Upkeep.INSTANCE);

        assertThat(due().orElseThrow()).isBefore(later);
    }

    @Test
    void everything_is_sent_in_order_when_the_key_is_back() throws IOException {
        without.work(webhook);
        without.tell(Event.FILE_ERROR, 7);

        try (NotifyStage back = before.restarted(TestVault.key(), TestVault.KNOWN)) {
            assertThat(back.work(webhook)).isEqualTo(Outcome.DONE);
        }

        assertThat(receiver.received())
                .extracting(RecordingReceiver.Received::type)
                .containsExactly("FILE_READY", "FILE_ERROR");
        assertThat(without.log(webhook)).extracting(Delivery::status).containsOnly(Delivery.Status.DELIVERED);
    }

    private static void putOff(Instant later) {
        database.jdbc()
                .sql("UPDATE job_outbound SET execution_time = ?")
                .param(later.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Empty until the wake has come.
    private Optional<Instant> due() {
        return database.jdbc()
                .sql("SELECT execution_time FROM job_outbound WHERE task_name = 'deliver' AND task_instance = ?")
                .param(before.instance(webhook))
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional();
    }
}
