package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.Secret;
import dev.allotrope.notify.RecordingReceiver;
import dev.allotrope.notify.RecordingReceiver.Received;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Transactions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What receivers get of what happens on a whole server.
class WebhookEventsIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final RecordingReceiver receiver = new RecordingReceiver();
    private final List<Long> webhooks = new ArrayList<>();
    private final TestCustomer customer = TestCustomer.of(server);
    private Secret key = Secret.of("");

    WebhookEventsIT() throws IOException {}

    @BeforeEach
    void register() {
        key = add(receiver.url("/"));
    }

    @AfterEach
    void remove() {
        webhooks.forEach(id ->
                server.send(server.request("/delete_webhook/" + id, "authorization", "Bearer " + CarbonServer.API_KEY)
                        .DELETE()));
        receiver.close();
    }

    @Test
    void chosen_files_are_told_from_the_choice_to_the_end() {
        String a = publish();
        String b = publish();
        String request = UUID.randomUUID().toString();

        customer.ask(
                "/integrations/files/sync",
                "{\"data_source_id\": %s, \"ids\": [\"%s\", \"%s\", \"nowhere\"], \"request_id\": \"%s\"}"
                        .formatted(customer.connection(), a, b, request));
        await("ALL_FILES_PROCESSED");

        List<Received> events = events();
        assertThat(events).allMatch(event -> event.signedBy(key) && event.signedCompactlyBy(key));
        assertThat(told("UPDATE")).containsExactly("DATA_SOURCE \"" + customer.connection() + "\" \"null\"");
        JsonNode created = one("FILES_CREATED");
        assertThat(created.at("/object_type").asString()).isEqualTo("FILE_LIST");
        assertThat(created.at("/object_id").size()).isEqualTo(2);
        String upload = created.at("/additional_information/upload_id").asString();
        String about = "{\"request_id\":\"" + request + "\",\"upload_id\":\"" + upload + "\"}";
        assertThat(created.at("/additional_information").toString()).isEqualTo(about);
        assertThat(told("FILES_SKIPPED"))
                .containsExactly("FILE_LIST [] {\"items\":\"nowhere\",\"reason\":\"not published, or not visible to"
                        + " the connected user\",\"request_id\":\"" + request + "\",\"upload_id\":\"" + upload
                        + "\"}");
        assertThat(told("ALL_UPLOADED_FILES_QUEUED")).containsExactly("UPLOAD_REQUEST_ID \"" + request + "\" " + about);
        assertThat(told("FILE_SYNCING")).hasSize(2);
        assertThat(told("FILE_READY"))
                .hasSize(2)
                .allMatch(each -> each.endsWith("{\"is_resync\":\"false\",\"request_id\":\"" + request + "\"}"));
        assertThat(told("ALL_FILES_PROCESSED")).containsExactly("UPLOAD_REQUEST_ID \"" + request + "\" " + about);
        assertThat(events.getLast().type()).isEqualTo("ALL_FILES_PROCESSED");
        for (JsonNode id : created.at("/object_id")) {
            assertThat(of("FILE", id.asString())).containsExactly("FILE_SYNCING", "FILE_READY");
        }
    }

    @Test
    void a_connected_account_is_told_and_so_is_what_it_brings() {
        publish();
        server.bean(Transactions.class)
                .run(
                        customer.tenant(),
                        () -> server.publish(new ConnectionAuthorized(customer.tenant(), customer.connection(), true)));
        await("ALL_UPLOADED_FILES_QUEUED");
        // Of different things nobody is told in any order.
        await("DATA_SOURCE_READY");

        assertThat(of("DATA_SOURCE", customer.connection().toString())).containsExactly("ADD", "DATA_SOURCE_READY");
        assertThat(one("FILES_CREATED").at("/object_id").size()).isPositive();
    }

    @Test
    void a_refused_consent_is_told_without_a_data_source() {
        String url = customer.ask(
                        "/integrations/oauth_url",
                        "{\"service\": \"SALESFORCE\", \"salesforce_domain\": \"acme.my.salesforce.com\","
                                + " \"connecting_new_account\": true}")
                .json()
                .at("/oauth_url")
                .asString();
        String state = url.replaceAll(".*[?&]state=([^&]+).*", "$1");

        server.get("/integrations/salesforce?error=access_denied&error_description=no&state=" + state);

        await("CANCEL");
        assertThat(told("CANCEL")).containsExactly("DATA_SOURCE \"null\" \"null\"");
    }

    @Test
    void a_cancelled_sync_and_a_disconnected_account_are_told() {
        customer.ask("/integrations/items/sync/cancel", "{\"data_source_id\": " + customer.connection() + "}");
        customer.ask("/revoke_access_token", "{\"data_source_id\": " + customer.connection() + "}");

        await("REVOKE");
        assertThat(of("DATA_SOURCE", customer.connection().toString())).containsExactly("CANCEL", "REVOKE");
    }

    @Test
    void an_account_that_cannot_be_synced_is_told_with_the_reason() {
        server.bean(Connections.class).failed(customer.tenant(), customer.connection(), "ask an administrator");

        await("DATA_SOURCE_ERROR");
        assertThat(told("DATA_SOURCE_ERROR"))
                .containsExactly("DATA_SOURCE \"" + customer.connection() + "\" {\"reason\":\"ask an administrator\"}");
    }

    @Test
    void a_resync_is_told_as_one_also_when_nothing_changed() {
        long file =
                customer.sync(publish(), "<p>text</p>", "", "READY").at("/id").asLong();
        await("FILE_READY");

        customer.ask("/resync_file", "{\"file_id\": " + file + "}");

        Await.until(SOON, () -> told("FILE_READY").size() == 2);
        assertThat(told("FILE_READY").getLast()).contains("\"is_resync\":\"true\"");
    }

    @Test
    void deleted_files_are_told_on_request() {
        long quiet = customer.processed("quiet", "<p>a</p>");
        long aloud = customer.processed("aloud", "<p>a</p>");
        long old = customer.processed("old", "<p>a</p>");
        long wiped = customer.processed("wiped", "<p>a</p>");

        customer.ask("/delete_files_v2", "{\"filters\": {\"ids\": [" + quiet + "]}}");
        customer.ask("/delete_files_v2", "{\"filters\": {\"ids\": [" + aloud + "]}, \"send_webhook\": true}");
        customer.ask("/delete_files", "{\"file_ids\": [" + old + "], \"send_webhook\": true}");
        customer.ask(
                "/delete_files_v2",
                "{\"filters\": {\"ids\": [" + wiped + "]}, \"send_webhook\": true, \"preserve_file_record\": true}");

        Await.until(SOON, () -> told("FILE_DELETED").size() == 3);
        assertThat(told("FILE_DELETED"))
                .containsExactlyInAnyOrder(
                        "FILE \"" + aloud + "\" \"null\"",
                        "FILE \"" + old + "\" \"null\"",
                        "FILE \"" + wiped + "\" {\"reason\":\"its content was deleted, its record is kept\"}");
    }

    @Test
    void what_is_not_published_any_more_is_told_with_the_reason() {
        String article = publish();
        long file = customer.sync(article, "<p>text</p>", "", "READY").at("/id").asLong();
        server.bean(PublishedDocuments.class).unpublish(article);

        customer.ask("/resync_file", "{\"file_id\": " + file + "}");

        await("FILE_DELETED");
        assertThat(told("FILE_DELETED"))
                .containsExactly("FILE \"" + file
                        + "\" {\"reason\":\"not published any more, or not visible to the connected user\"}");
    }

    @Test
    void a_receiver_that_hangs_holds_up_nobody_else() throws IOException {
        try (RecordingReceiver hanging = new RecordingReceiver()) {
            hanging.hang();
            add(hanging.url("/"));
            for (int i = 0; i < 50; i++) {
                customer.processed("f" + i, "<p>a</p>");
            }

            customer.ask("/delete_files_v2", "{\"filters\": {\"source\": \"SALESFORCE\"}, \"send_webhook\": true}");

            Await.until(SOON, () -> told("FILE_DELETED").size() == 50);
            // Of it every batch takes as long as a receiver is waited for.
            assertThat(hanging.received()).hasSizeLessThan(40);
        }
    }

    private Secret add(String url) {
        JsonNode added = server.post(
                        "/add_webhook", "{\"url\": \"" + url + "\"}", "authorization", "Bearer " + CarbonServer.API_KEY)
                .json();
        webhooks.add(added.at("/id").asLong());
        return Secret.of(added.at("/signing_key").asString());
    }

    private String publish() {
        String id = "ka" + UUID.randomUUID();
        server.bean(PublishedDocuments.class).publish(id, "Title of " + id, "<p>Text of " + id + "</p>");
        return id;
    }

    private void await(String type) {
        Await.until(SOON, () -> !told(type).isEmpty());
    }

    private List<Received> events() {
        return receiver.received().stream()
                .filter(each -> each.event().at("/customer_id").asString().equals(customer.name()))
                .toList();
    }

    private JsonNode one(String type) {
        return events().stream()
                .filter(each -> each.type().equals(type))
                .map(each -> each.event().at("/obj"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> told(String type) {
        return events().stream()
                .filter(each -> each.type().equals(type))
                .map(each -> each.event().at("/obj"))
                .map(object -> String.join(
                        " ",
                        object.at("/object_type").asString(),
                        object.at("/object_id").toString(),
                        object.at("/additional_information").toString()))
                .toList();
    }

    /// The types of the events about one thing.
    private List<String> of(String objectType, String id) {
        return events().stream()
                .filter(each -> each.event().at("/obj/object_type").asString().equals(objectType))
                .filter(each -> each.event().at("/obj/object_id").asString("").equals(id))
                .map(Received::type)
                .toList();
    }
}
