package dev.allotrope.carbon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.Consent;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.file.SampleFile;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Files on articles and images in them, from a simulated org to whoever asks over HTTP.
class AttachmentsIT {
    private static final SalesforceSimulator ORG = SalesforceSimulator.start();
    private static final String CALLBACK = "http://localhost:8000/integrations/salesforce";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String IMAGE = "0EM000000000001";

    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of(
            CarbonServer.REAL_SOURCE,
            "true",
            "ALLOTROPE_SALESFORCE_ENDPOINT",
            ORG.url(),
            "ALLOTROPE_SALESFORCE_CLIENT_ID",
            SalesforceSimulator.CLIENT_ID,
            "ALLOTROPE_SALESFORCE_CLIENT_SECRET",
            SalesforceSimulator.CLIENT_SECRET));

    private final String customer = "customer-" + UUID.randomUUID();

    @BeforeAll
    static void an_org() {
        ORG.redirectUri(CALLBACK);
    }

    @AfterAll
    static void stop() {
        ORG.close();
    }

    @AfterEach
    void empty() {
        ORG.published().forEach(version -> ORG.org().archive(version.articleId(), null));
    }

    @Test
    void attachments_are_files_under_their_article_and_found_by_their_text() {
        publish("router", "<p>Everything about the router.</p>");
        StoredFile plan = attach("router", "plan.pdf", "Hold the crimson button for eleven seconds");
        attach("router", "film.mp4", "moving pictures");
        publish("printer", "<p>Everything about the printer.</p>");

        connect("\"file_sync_config\": {\"sync_attachments\": true}, \"request_id\": \"first\"");
        List<JsonNode> files = settled(4);

        JsonNode article = named(files, "router");
        JsonNode pdf = named(files, "plan.pdf");
        JsonNode film = named(files, "film.mp4");
        assertThat(article.at("/parent_id").isNull()).isTrue();
        assertThat(pdf.at("/parent_id").asLong()).isEqualTo(article.at("/id").asLong());
        assertThat(pdf.at("/external_file_id").asString())
                .isEqualTo(article.at("/external_file_id").asString() + "/" + plan.id());
        assertThat(pdf.at("/sync_status").asString()).isEqualTo("READY");
        assertThat(pdf.at("/file_statistics/file_format").asString()).isEqualTo("PDF");
        assertThat(pdf.at("/file_statistics/mime_type").asString()).isEqualTo("application/pdf");
        assertThat(pdf.at("/file_statistics/file_size").asLong())
                .isEqualTo(plan.latest().content().length);
        assertThat(pdf.at("/external_url").asString()).endsWith("/" + plan.id());
        assertThat(pdf.at("/request_id").asString()).isEqualTo("first");
        assertThat(pdf.at("/tags/salesforce_language").asString()).isEqualTo("en_US");
        assertThat(film.at("/sync_status").asString()).isEqualTo("SYNC_ERROR");
        assertThat(film.at("/sync_error_message").asString()).contains("files of the type mp4 are not read");
        assertThat(content(pdf.at("/presigned_url").asString()).body())
                .isEqualTo(plan.latest().content());
        assertThat(content(pdf.at("/presigned_url").asString()).headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("attachment; ").contains("plan.pdf"));
        assertThat(new String(content(pdf.at("/parsed_text_url").asString()).body(), UTF_8))
                .contains("crimson button");
        searching(article, pdf);
        listing(article, pdf);
    }

    private void searching(JsonNode article, JsonNode pdf) {
        String id = article.at("/id").asString();
        JsonNode hit = search("").getFirst();
        assertThat(hit.at("/file_id").asLong()).isEqualTo(pdf.at("/id").asLong());
        assertThat(hit.at("/parent_file_id").asLong())
                .isEqualTo(article.at("/id").asLong());
        assertThat(found(", \"parent_file_ids\": [" + id + "]")).containsExactly("plan.pdf");
        assertThat(found(", \"parent_file_ids\": [" + pdf.at("/id").asString() + "]"))
                .isEmpty();
        assertThat(found(", \"file_ids\": [" + id + "]")).containsExactly("router");
        assertThat(found(", \"file_ids\": [" + id + "], \"include_all_children\": true"))
                .containsExactlyInAnyOrder("router", "plan.pdf");
        assertThat(found(", \"file_types_at_source\": [\"ARTICLE\"]")).containsExactlyInAnyOrder("router", "printer");
        assertThat(found(", \"file_types_at_source\": [\"ATTACHMENT\"]")).containsExactly("plan.pdf");
        assertThat(found(", \"file_types_at_source\": [\"TICKET\"]")).isEmpty();
    }

    private void listing(JsonNode article, JsonNode pdf) {
        String id = article.at("/id").asString();
        assertThat(listed("\"parent_file_ids\": [" + id + "]")).containsExactlyInAnyOrder("plan.pdf", "film.mp4");
        assertThat(listed("\"root_files_only\": true")).containsExactlyInAnyOrder("router", "printer");
        assertThat(listed("\"ids\": [" + id + "], \"include_all_children\": true"))
                .containsExactlyInAnyOrder("router", "plan.pdf", "film.mp4");
        assertThat(listed("\"file_types_at_source\": [\"ATTACHMENT\"]"))
                .containsExactlyInAnyOrder("plan.pdf", "film.mp4");

        ask("/delete_files_v2", "{\"filters\": {\"ids\": [" + pdf.at("/id").asString() + "]}}");
        assertThat(found("")).containsExactlyInAnyOrder("router", "printer");
        ask("/delete_files_v2", "{\"filters\": {\"ids\": [" + id + "]}}");
        assertThat(listed("")).containsExactly("printer");
    }

    @Test
    void without_being_asked_for_attachments_cost_no_call() {
        publish("router", "<p>Everything about the router.</p>");
        attach("router", "plan.txt", "Hold the crimson button");
        ORG.ledger().clear();

        connect("\"file_sync_config\": {}");
        settled(1);

        assertThat(ORG.ledger().entries(CallKind.QUERY))
                .noneMatch(call -> call.what().contains("ContentDocumentLink"));
        assertThat(ORG.ledger().count(CallKind.VERSION_DATA)).isZero();
    }

    @Test
    void images_are_linked_when_asked_for_fetched_when_opened_and_kept() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 1};
        ORG.org().images().put(IMAGE, new RichTextImages.Image("image/png", png));
        publish(
                "router",
                "<p>Look: <img alt=\"The crimson button\" src=\"https://elsewhere.example/servlet/rtaImage?eid=ka0"
                        + "&amp;feoid=00N&amp;refid=" + IMAGE + "\"></p>");
        connect("\"file_sync_config\": {}");
        JsonNode plain = settled(1).getFirst();
        ORG.ledger().clear();

        JsonNode file = files("", ", \"include_additional_files\": true").getFirst();
        String link = file.at("/additional_presigned_urls/" + IMAGE).asString();
        long before = ORG.ledger().count(CallKind.RICH_TEXT_IMAGE);
        HttpResponse<byte[]> first = content(link);
        HttpResponse<byte[]> second = content(link);

        assertThat(plain.at("/additional_presigned_urls").isNull()).isTrue();
        assertThat(file.at("/additional_presigned_urls").size()).isEqualTo(1);
        assertThat(before).isZero();
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo(png);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(first.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("sandbox"));
        assertThat(second.body()).isEqualTo(png);
        assertThat(ORG.ledger().count(CallKind.RICH_TEXT_IMAGE)).isEqualTo(1);
        assertThat(content(link.replace(IMAGE, "0EM000000000002")).statusCode()).isEqualTo(403);
        assertThat(new String(
                        content(file("").at("/parsed_text_url").asString()).body(), UTF_8))
                .isEqualTo("Look: The crimson button");
    }

    @Test
    void links_between_articles_lead_to_files_whichever_came_first_and_whatever_became_of_them() {
        publish(
                "router",
                "<p>See <a href=\"/articles/en_US/Knowledge/" + key("printer") + "\">the printer</a>, <a"
                        + " href=\"/articles/Knowledge/gone\">one that is gone</a> and <a"
                        + " href=\"https://example.com/articles/Knowledge/printer\">another site</a>.</p>");
        connect("\"file_sync_config\": {}");
        JsonNode before = settled(1).getFirst();
        assertThat(before.at("/file_metadata").has("linked_articles")).isFalse();
        assertThat(linked("linked_file_ids")).containsExactly("", "");

        publish("printer", "<p>Everything about the printer.</p>");
        ask(
                "/integrations/items/sync",
                "{\"data_source_id\": "
                        + before.at("/organization_user_data_source_id").asString() + "}");
        JsonNode printer = settled(2).stream()
                .filter(file -> !file.at("/id").equals(before.at("/id")))
                .findFirst()
                .orElseThrow();

        assertThat(linked("linked_articles"))
                .containsExactly("/articles/en_US/Knowledge/" + key("printer"), "/articles/Knowledge/gone");
        assertThat(linked("linked_file_ids")).containsExactly(printer.at("/id").asString(), "");
        assertThat(linked("linked_urls"))
                .containsExactly(printer.at("/external_url").asString(), "");
    }

    private List<String> linked(String entry) {
        return files("", ", \"include_additional_files\": true").stream()
                .filter(file -> file.at("/file_metadata").has("linked_articles"))
                .flatMap(file -> file.at("/file_metadata/" + entry).valueStream())
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void a_new_version_of_an_article_that_moves_only_image_addresses_processes_nothing() {
        publish(
                "router",
                "<p>Look: <img alt=\"a\" src=\"/servlet/rtaImage?eid=ka0&amp;feoid=00N&amp;refid=" + IMAGE + "\"></p>");
        connect("\"file_sync_config\": {}");
        JsonNode before = settled(1).getFirst();
        ORG.org().editAsDraft(key("router"), null);
        ORG.org().publish(key("router"), null);
        ORG.org().images().put(IMAGE, new RichTextImages.Image("image/png", new byte[] {1}));

        ask(
                "/integrations/items/sync",
                "{\"data_source_id\": "
                        + before.at("/organization_user_data_source_id").asString() + "}");
        JsonNode after =
                await(() -> file(""), file -> !file.at("/updated_at").equals(before.at("/updated_at")) && ready(file));
        String link = files("", ", \"include_additional_files\": true")
                .getFirst()
                .at("/additional_presigned_urls/" + IMAGE)
                .asString();

        assertThat(after.at("/file_metadata/version").asString())
                .isNotEqualTo(before.at("/file_metadata/version").asString());
        assertThat(content(link).statusCode())
                .as("by the version that is online now")
                .isEqualTo(200);
    }

    private static boolean ready(JsonNode file) {
        return file.at("/sync_status").asString("").equals("READY");
    }

    private List<JsonNode> search(String more) {
        JsonNode answer = ask("/embeddings", "{\"query\": \"hold the crimson button\", \"k\": 10" + more + "}")
                .json();
        return StreamSupport.stream(answer.at("/documents").spliterator(), false)
                .toList();
    }

    private List<String> found(String more) {
        return search(more).stream().map(hit -> hit.at("/source").asString()).toList();
    }

    private List<String> listed(String filters) {
        return files(filters, "").stream()
                .map(file -> file.at("/name").asString())
                .toList();
    }

    private List<JsonNode> files(String filters, String more) {
        JsonNode answer = ask(
                        "/user_files_v2",
                        "{\"filters\": {" + filters
                                + "}, \"include_raw_file\": true, \"include_parsed_text_file\": true" + more + "}")
                .json();
        return StreamSupport.stream(answer.at("/results").spliterator(), false).toList();
    }

    private JsonNode file(String filters) {
        return files(filters, "").getFirst();
    }

    private static JsonNode named(List<JsonNode> files, String name) {
        return files.stream()
                .filter(file -> file.at("/name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The files, once there are so many and nothing is in work any more.
    private List<JsonNode> settled(int count) {
        return await(
                () -> files("", ""),
                files -> files.size() == count
                        && files.stream()
                                .allMatch(file -> List.of("READY", "SYNC_ERROR")
                                        .contains(file.at("/sync_status").asString())));
    }

    private static <T> T await(java.util.function.Supplier<T> asked, Predicate<T> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        T answer = asked.get();
        while (!wanted.test(answer)) {
            assertThat(Instant.now()).as(answer.toString()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            answer = asked.get();
        }
        return answer;
    }

    /// Each test has articles of its own under the same titles.
    private String key(String name) {
        return name + "-" + customer.substring(customer.length() - 12);
    }

    private void publish(String name, String html) {
        ORG.publish(key(name), ArticleContent.of(name, key(name), html));
    }

    private StoredFile attach(String article, String name, String text) {
        StoredFile file = ORG.org().files().upload(name, SampleFile.of(name, text));
        ORG.org().attach(key(article), null, file.id());
        return file;
    }

    private void connect(String fields) {
        String link = ask("/integrations/oauth_url", """
                        {"service": "SALESFORCE", "salesforce_domain": "acme.my.salesforce.com",
                         "connecting_new_account": true, %s}""".formatted(fields))
                .json()
                .at("/oauth_url")
                .asString();
        String query = new Consent(ORG)
                .approve(URI.create(link)).entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        assertThat(server.get("/integrations/salesforce?" + query).status()).isEqualTo(200);
    }

    private CarbonServer.Reply ask(String path, String body) {
        CarbonServer.Reply reply = server.ask(customer, path, body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply;
    }

    private static HttpResponse<byte[]> content(String link) {
        return server.bytes(TestCustomer.local(link));
    }
}
