package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.job.JobHandler;
import dev.allotrope.kernel.Secret;
import dev.allotrope.notify.RecordingReceiver.Received;
import dev.allotrope.sync.FaultyTransactions;
import dev.allotrope.tenant.Transactions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// From an event in a transaction to a receiver, and what becomes of it there.
class DeliveryIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final NotifyStage stage = new NotifyStage(database);
    private final RecordingReceiver receiver = new RecordingReceiver();

    DeliveryIT() throws IOException {}

    @AfterEach
    void close() {
        receiver.close();
        stage.close();
    }

    @Test
    void an_event_reaches_every_webhook_of_its_organization_and_no_other() throws IOException {
        try (NotifyStage other = new NotifyStage(database)) {
            stage.register(receiver.url("/a"));
            stage.register(receiver.url("/b"));
            other.register(receiver.url("/other"));

            stage.tell(Event.FILE_READY, 7);
            stage.work();
            other.work();

            assertThat(receiver.received()).extracting(Received::path).containsExactlyInAnyOrder("/a", "/b");
            assertThat(receiver.received().getFirst().event().toString())
                    .isEqualTo("{\"webhook_type\":\"FILE_READY\",\"obj\":{\"object_type\":\"FILE\",\"object_id\":\"7\","
                            + "\"additional_information\":\"null\"},\"customer_id\":\"customer\",\"timestamp\":\""
                            + stage.clock.instant().getEpochSecond() + "\"}");
        }
    }

    @Test
    void receivers_can_check_what_they_got() {
        Secret key = stage.key(receiver.url("/"));

        stage.tell(Notice.of(Event.FILE_ERROR, 7, Map.of("reason", "Zoë \"said\" no/yes \\ \uD83D\uDE00")));
        stage.work();

        Received received = receiver.received().getFirst();
        assertThat(received.signedBy(key)).isTrue();
        assertThat(received.signedCompactlyBy(key)).isTrue();
        assertThat(received.signedBy(Secret.of("00".repeat(16)))).isFalse();
        assertThat(received.body()).isASCII();
        assertThat(received.event().at("/obj/additional_information/reason").asString())
                .isEqualTo("Zoë \"said\" no/yes \\ \uD83D\uDE00");
    }

    @Test
    void a_signing_key_that_was_sealed_anew_opens_without_the_former_encryption_key() {
        Registration.Registered made = stage.register(receiver.url("/"));
        String newKey = TestVault.key();
        Webhooks both = stage.webhooks(newKey, TestVault.KNOWN);

        assertThat(both.reseal()).isPositive();

        assertThat(stage.webhooks(newKey).signingKey(stage.organization, made.webhook()))
                .isEqualTo(made.signingKey());
        assertThat(both.reseal()).isZero();
    }

    @Test
    void what_did_not_happen_is_not_told() {
        stage.register(receiver.url("/"));

        assertThatThrownBy(() -> stage.transactions.run(stage.tenant, () -> {
                    stage.outbox.tell(stage.tenant, Notice.of(Event.FILE_READY, 1));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        stage.tell(Event.FILE_READY, 2);
        stage.work();

        assertThat(files()).containsExactly("2");
    }

    @Test
    void nothing_is_told_outside_a_transaction() {
        assertThatThrownBy(() -> stage.outbox.tell(stage.tenant, Notice.of(Event.FILE_READY, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_failed_delivery_is_tried_three_times_more_with_the_same_bytes() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(500);

        stage.tell(Event.FILE_READY, 7);
        stage.work();
        assertThat(receiver.received()).hasSize(1);
        stage.pass(Duration.ofMillis(9_999));
        assertThat(receiver.received()).hasSize(1);
        stage.pass(Duration.ofMillis(1));
        assertThat(receiver.received()).hasSize(2);
        stage.pass(Duration.ofMinutes(1));
        assertThat(receiver.received()).hasSize(3);
        stage.pass(Duration.ofMinutes(10));
        assertThat(receiver.received()).hasSize(4);
        stage.pass(Duration.ofDays(1));

        assertThat(receiver.received())
                .hasSize(4)
                .containsOnly(receiver.received().getFirst());
        Delivery delivery = stage.log(webhook).getFirst();
        assertThat(delivery.status()).isEqualTo(Delivery.Status.FAILED);
        assertThat(delivery.attempts()).extracting(DeliveryAttempt::status).containsExactly(500, 500, 500, 500);
        assertThat(delivery.nextAttempt()).isNull();
    }

    @Test
    void only_200_counts_and_a_retry_may_bring_it() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(204);
        stage.tell(Event.FILE_READY, 7);
        stage.work();
        assertThat(stage.log(webhook).getFirst().status()).isEqualTo(Delivery.Status.PENDING);

        receiver.answer(200);
        stage.pass(Duration.ofSeconds(10));

        Delivery delivery = stage.log(webhook).getFirst();
        assertThat(delivery.status()).isEqualTo(Delivery.Status.DELIVERED);
        assertThat(delivery.attempts()).extracting(DeliveryAttempt::status).containsExactly(204, 200);
        assertThat(stage.webhook(webhook).exhausted()).isZero();
    }

    @Test
    void what_waits_says_when_it_goes_on() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(503);
        stage.tell(Event.FILE_READY, 7);

        assertThat(stage.work(webhook)).isEqualTo(new JobHandler.Outcome.Again(Duration.ofSeconds(10)));
        receiver.answer(200);
        stage.clock.pass(Duration.ofSeconds(10));
        assertThat(stage.work(webhook)).isEqualTo(JobHandler.Outcome.DONE);
    }

    @Test
    void a_file_is_told_of_in_order_and_holds_up_no_other() {
        stage.register(receiver.url("/"));
        receiver.answer(
                request -> request.event().at("/obj/object_id").asString().equals("1") ? 500 : 200);
        stage.tell(Event.FILE_SYNCING, 1);
        stage.tell(Event.FILE_READY, 1);
        stage.tell(Event.FILE_SYNCING, 2);
        stage.tell(Event.FILE_READY, 2);
        stage.work();
        assertThat(told()).containsExactlyInAnyOrder("FILE_SYNCING 1", "FILE_SYNCING 2", "FILE_READY 2");
        receiver.forget();
        receiver.answer(200);

        stage.pass(Duration.ofSeconds(10));

        assertThat(told()).containsExactly("FILE_SYNCING 1", "FILE_READY 1");
    }

    @Test
    void the_end_of_an_upload_comes_after_its_files_and_waits_for_no_retry() {
        stage.register(receiver.url("/"));
        receiver.answer(
                request -> request.event().at("/obj/object_id").asString().equals("1") ? 500 : 200);
        stage.tell(Event.FILE_SYNCING, 1);
        stage.tell(Event.FILE_SYNCING, 2);
        stage.tell(Event.FILE_READY, 2);
        stage.tell(Notice.ofUpload(Event.ALL_FILES_PROCESSED, new WatchedUploads.Upload("upload", "request")));
        stage.work();

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "FILE_SYNCING 1", "FILE_SYNCING 2", "FILE_READY 2", "ALL_FILES_PROCESSED request")
                .endsWith("FILE_READY 2", "ALL_FILES_PROCESSED request");
    }

    @Test
    void a_webhook_is_flagged_when_ten_in_a_row_were_given_up() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(500);
        exhaust(9);
        assertThat(stage.webhook(webhook).status()).isEqualTo(Webhook.Status.ACTIVE);

        exhaust(1);

        assertThat(stage.webhook(webhook).status()).isEqualTo(Webhook.Status.FLAGGED);
        assertThat(stage.webhook(webhook).statusReason())
                .isEqualTo("10 deliveries in a row were given up; the last ended with: status 500");
    }

    @Test
    void one_that_arrives_in_between_starts_the_count_anew() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(500);
        exhaust(9);
        receiver.answer(200);
        stage.tell(Event.FILE_READY, 50);
        stage.work();
        receiver.answer(500);

        exhaust(9);

        assertThat(stage.webhook(webhook).status()).isEqualTo(Webhook.Status.ACTIVE);
    }

    @Test
    void a_flagged_webhook_gets_new_events_once_and_is_active_again_after_one_200() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(500);
        exhaust(10);
        receiver.forget();

        stage.tell(Event.FILE_READY, 1);
        stage.work();
        stage.pass(Duration.ofDays(1));
        assertThat(receiver.received()).hasSize(1);
        receiver.answer(200);
        stage.tell(Event.FILE_READY, 2);
        stage.work();

        assertThat(stage.webhook(webhook).status()).isEqualTo(Webhook.Status.ACTIVE);
        assertThat(stage.webhook(webhook).statusReason()).isNull();
        receiver.answer(500);
        receiver.forget();
        stage.tell(Event.FILE_READY, 3);
        stage.work();
        stage.pass(Duration.ofSeconds(10));
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void a_flagged_webhook_without_events_is_asked_every_hour_whether_it_is_back() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(500);
        exhaust(10);
        receiver.forget();
        stage.upkeep.run(Upkeep.INSTANCE);
        stage.work();
        assertThat(receiver.received()).isEmpty();

        receiver.answer(200);
        stage.clock.pass(Upkeep.SILENCE);
        stage.upkeep.run(Upkeep.INSTANCE);
        stage.work();

        assertThat(receiver.received().getFirst().event().at("/obj").toString())
                .isEqualTo("{\"object_type\":\"NONE\",\"object_id\":\"null\",\"additional_information\":\"null\"}");
        assertThat(told()).containsExactly("CHECKUP null");
        assertThat(stage.webhook(webhook).status()).isEqualTo(Webhook.Status.ACTIVE);
        stage.clock.pass(Upkeep.SILENCE);
        stage.upkeep.run(Upkeep.INSTANCE);
        stage.work();
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void nobody_there_is_a_failed_attempt_with_a_reason() throws IOException {
        WebhookId webhook;
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            webhook = stage.register("http://localhost:" + deaf.getLocalPort() + "/")
                    .webhook()
                    .id();

            stage.tell(Event.FILE_READY, 7);
            stage.work();
        }

        DeliveryAttempt attempt = stage.log(webhook).getFirst().attempts().getFirst();
        assertThat(attempt.status()).isNull();
        assertThat(attempt.error()).isEqualTo("the connection was refused");
    }

    /// The receiver had the event, we did not store that: it gets it once more, and nothing is lost.
    @Test
    void a_process_that_dies_after_the_answer_sends_again() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        stage.tell(Event.FILE_SYNCING, 7);
        stage.tell(Event.FILE_READY, 7);
        // Commits of a run: the webhook, what is due, its key, then what the attempt came to.
        FaultyTransactions dying = new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), 4, false);
        try (NotifyStage doomed = new NotifyStage(database, new Transactions(dying, database.jdbc()), stage.tenant)) {
            assertThatThrownBy(() -> doomed.work(webhook)).isInstanceOf(FaultyTransactions.Killed.class);
        }
        assertThat(told()).containsExactly("FILE_SYNCING 7");

        stage.work();

        assertThat(told()).containsExactly("FILE_SYNCING 7", "FILE_SYNCING 7", "FILE_READY 7");
        assertThat(receiver.received().get(1)).isEqualTo(receiver.received().get(0));
        assertThat(stage.log(webhook)).extracting(Delivery::status).containsOnly(Delivery.Status.DELIVERED);
    }

    @Test
    void a_deleted_webhook_gets_nothing_of_what_waited() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        stage.tell(Event.FILE_READY, 7);

        stage.webhooks.remove(stage.organization, webhook);

        assertThat(stage.work(webhook)).isEqualTo(JobHandler.Outcome.DONE);
        assertThat(receiver.received()).isEmpty();
        assertThat(stage.log(webhook)).isEmpty();
    }

    @Test
    void a_thousand_events_of_one_transaction_are_written_together() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();

        stage.transactions.run(
                stage.tenant,
                () -> IntStream.rangeClosed(1, 1_000)
                        .forEach(file -> stage.outbox.tell(stage.tenant, Notice.of(Event.FILE_SYNCING, file))));

        assertThat(stage.log(webhook))
                .extracting(Delivery::object)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1_000)
                        .mapToObj(file -> "\"" + file + "\"")
                        .toList());
    }

    @Test
    void a_queue_that_grows_too_long_loses_its_oldest() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        IntStream.rangeClosed(1, NotifyStage.MAX_WAITING + 2).forEach(file -> stage.tell(Event.FILE_READY, file));

        stage.upkeep.run(Upkeep.INSTANCE);
        stage.work();

        assertThat(files()).containsExactlyInAnyOrder("3", "4", "5", "6", "7");
        assertThat(stage.log(webhook).subList(0, 2))
                .extracting(Delivery::status)
                .containsOnly(Delivery.Status.DROPPED);
    }

    @Test
    void the_log_forgets_what_ended_a_week_ago_and_nothing_that_waits() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        stage.tell(Event.FILE_READY, 1);
        stage.work();
        stage.tell(Event.FILE_READY, 2);
        stage.clock.pass(Upkeep.KEPT);
        stage.upkeep.run(Upkeep.INSTANCE);
        assertThat(stage.log(webhook)).hasSize(2);

        stage.clock.pass(Duration.ofSeconds(1));
        stage.upkeep.run(Upkeep.INSTANCE);

        assertThat(stage.log(webhook)).extracting(Delivery::object).containsExactly("\"2\"");
    }

    @Test
    void what_was_about_a_deleted_user_is_forgotten_when_it_has_ended_and_not_before() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        stage.tell(Event.FILE_READY, 1);
        stage.work();
        stage.tell(Event.FILE_READY, 2);
        stage.deleted(stage.customer());
        stage.erased(stage.customer());

        stage.upkeep.run(Upkeep.INSTANCE);
        assertThat(stage.log(webhook))
                .extracting(Delivery::status)
                .containsOnly(Delivery.Status.PENDING)
                .hasSize(2);
        stage.work();
        stage.upkeep.run(Upkeep.INSTANCE);

        assertThat(stage.log(webhook)).isEmpty();
        assertThat(files()).contains("1", "2");
    }

    @Test
    void whoever_takes_the_name_of_a_deleted_user_keeps_their_log() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        stage.deleted(stage.customer());
        stage.tell(Event.FILE_READY, 1);

        stage.work();
        stage.upkeep.run(Upkeep.INSTANCE);

        assertThat(stage.log(webhook)).hasSize(1);
    }

    @Test
    void that_a_user_is_erased_can_be_replayed_until_the_receiver_has_it() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        receiver.answer(500);
        stage.erased(stage.customer());

        for (int i = 0; i < 4; i++) {
            stage.pass(Duration.ofMinutes(15));
        }
        stage.upkeep.run(Upkeep.INSTANCE);

        assertThat(stage.log(webhook)).extracting(Delivery::status).containsExactly(Delivery.Status.FAILED);
    }

    @Test
    void what_a_crash_left_asleep_is_woken() {
        WebhookId webhook = stage.register(receiver.url("/")).webhook().id();
        stage.tell(Event.FILE_READY, 1);
        database.jdbc().sql("DELETE FROM job_outbound").update();

        stage.upkeep.run(Upkeep.INSTANCE);

        assertThat(database.jdbc()
                        .sql("SELECT task_instance FROM job_outbound WHERE task_name = 'deliver'")
                        .query(String.class)
                        .list())
                .contains(stage.instance(webhook));
    }

    private void exhaust(int deliveries) {
        for (int i = 1; i <= deliveries; i++) {
            stage.tell(Event.FILE_READY, i);
        }
        stage.work();
        List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10))
                .forEach(stage::pass);
    }

    private List<String> files() {
        return receiver.received().stream()
                .map(each -> each.event().at("/obj/object_id").asString())
                .toList();
    }

    private List<String> told() {
        return receiver.received().stream()
                .map(each ->
                        each.type() + " " + each.event().at("/obj/object_id").asString())
                .toList();
    }
}
