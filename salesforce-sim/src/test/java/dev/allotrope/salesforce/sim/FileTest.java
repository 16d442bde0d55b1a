package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.file.SampleFile;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Files on articles: object reference, ContentDocumentLink, ContentDocument, ContentVersion; REST API guide, sObject
/// Blob Get and sObject Rich Text Image Get.
class FileTest {

    private static final String IMAGE = "0EM5e000000B9LQ";
    private static final String HTML =
            "<p>See <img alt=\"User-added image\" src=\"https://acme.documentforce.com/servlet/"
                    + "rtaImage?eid=ka0000000000000&amp;feoid=00N5e00000djU6Y&amp;refid=" + IMAGE + "\"></img></p>";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;
    private StoredFile file;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        salesforce.simulator().publish("manual", ArticleContent.of("Manual", "manual", HTML));
        file = salesforce.simulator().org().files().upload("Wiring plan.pdf", SampleFile.of("x.pdf", "Clamp\nCable"));
        salesforce.simulator().org().attach("manual", null, file.id());
    }

    // ContentDocumentLink: the version is the linked entity; the document is reached over the relationship.
    @Test
    void a_file_is_found_through_its_link() {
        JsonNode link = client.records("SELECT ContentDocumentId, ContentDocument.Title,"
                        + " ContentDocument.LatestPublishedVersion.VersionNumber, ContentDocument.ContentSize,"
                        + " ContentDocument.FileExtension, ContentDocument.LatestPublishedVersionId"
                        + " FROM ContentDocumentLink WHERE LinkedEntityId IN ('" + version() + "')")
                .getFirst();

        JsonNode document = link.get("ContentDocument");
        assertThat(link.get("ContentDocumentId").asString()).startsWith("069").hasSize(18);
        assertThat(document.get("attributes").get("type").asString()).isEqualTo("ContentDocument");
        assertThat(document.get("Title").asString()).isEqualTo("Wiring plan");
        assertThat(document.get("FileExtension").asString()).isEqualTo("pdf");
        assertThat(document.get("LatestPublishedVersionId").asString()).startsWith("068");
        assertThat(document.get("ContentSize").asInt()).isEqualTo(file.latest().content().length);
        assertThat(document.get("LatestPublishedVersion").get("VersionNumber").asString())
                .isEqualTo("1");
    }

    // ContentDocumentLink, Usage: a filter on Id, ContentDocumentId or LinkedEntityId; on the document's fields only
    // beside LinkedEntityId.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT Id FROM ContentDocumentLink",
                "SELECT Id FROM ContentDocumentLink WHERE ShareType = 'V'",
                "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId != '000000000000000'",
                "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId IN ()",
                "SELECT Id FROM ContentDocumentLink WHERE ContentDocumentId = '069000000000000' AND ContentDocument.Title = 'x'",
            })
    void links_are_queried_by_id_only(String soql) {
        HttpResponse<String> answer = client.query(soql);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SimClient.errorCode(answer)).isEqualTo("MALFORMED_QUERY");
    }

    // The message of that restriction, as clients quote it.
    @Test
    void the_restriction_is_worded_as_known() {
        assertThat(SimClient.message(client.query("SELECT Id FROM ContentDocumentLink")))
                .startsWith("Implementation restriction: ContentDocumentLink requires a filter by a single Id");
    }

    // The relationship of the article's version, as a sub-select and by semi-join.
    @Test
    void files_come_with_their_article() {
        JsonNode row = client.records(
                        "SELECT Title, (SELECT ContentDocumentId, ContentDocument.Title FROM ContentDocumentLinks)"
                                + " FROM Knowledge__kav WHERE PublishStatus = 'Online'")
                .getFirst();

        assertThat(row.get("ContentDocumentLinks")
                        .get("records")
                        .get(0)
                        .get("ContentDocument")
                        .get("Title")
                        .asString())
                .isEqualTo("Wiring plan");
        assertThat(client.records("SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId IN"
                        + " (SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Online')"))
                .hasSize(1);
    }

    // Semi-joins, and aggregates over them: how many files hang on published articles, and when the newest was hung
    // there.
    @Test
    void links_of_published_articles_are_counted_by_a_semi_join() {
        JsonNode counted = client.records("SELECT COUNT(Id) links, MAX(SystemModstamp) newest FROM ContentDocumentLink"
                        + " WHERE LinkedEntityId IN (SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Online')")
                .getFirst();
        assertThat(counted.get("links").asInt()).isEqualTo(1);
        assertThat(counted.get("newest").asString()).endsWith("+0000");

        JsonNode nothing = client.records("SELECT COUNT(Id) links FROM ContentDocumentLink WHERE LinkedEntityId IN"
                        + " (SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Online' AND Title = 'nowhere')")
                .getFirst();
        assertThat(nothing.get("links").asInt()).isZero();
    }

    // sObject Blob Get: the bytes of a version as they were uploaded.
    @Test
    void the_bytes_of_a_version_are_downloaded() {
        JsonNode version = client.records(
                        "SELECT Id, VersionData, Checksum FROM ContentVersion WHERE ContentDocumentId = '" + file.id()
                                + "'")
                .getFirst();

        HttpResponse<byte[]> answer = client.bytes(version.get("VersionData").asString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(file.latest().content());
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).startsWith("%PDF-1.4");
        assertThat(version.get("Checksum").asString()).hasSize(32);
        assertThat(salesforce.simulator().ledger().count(CallKind.VERSION_DATA)).isEqualTo(1);
    }

    // ContentVersion: a new upload is a new version of the same document.
    @Test
    void a_new_upload_keeps_the_document() {
        salesforce
                .simulator()
                .org()
                .files()
                .replace(file.id(), "Wiring plan.txt", "new".getBytes(StandardCharsets.UTF_8));

        JsonNode document = client.records("SELECT FileType, LatestPublishedVersionId FROM ContentDocument")
                .getFirst();
        assertThat(document.get("FileType").asString()).isEqualTo("TEXT");
        assertThat(client.records("SELECT Id, VersionNumber FROM ContentVersion WHERE ContentDocumentId = '" + file.id()
                                + "' AND IsLatest = true")
                        .getFirst()
                        .get("Id")
                        .asString())
                .isEqualTo(document.get("LatestPublishedVersionId").asString());
        assertThat(client.records("SELECT Id FROM ContentVersion")).hasSize(2);
    }

    // Files hang on the version (LinkedEntityId is a ka0 id): a new version has links of its own.
    @Test
    void a_new_version_has_its_own_links() {
        String before = link();
        String old = version();
        salesforce.simulator().org().edit("manual", null, content -> content.withTitle("Manual 2"));
        salesforce.simulator().org().publish("manual", null);

        assertThat(version()).isNotEqualTo(old);
        assertThat(link()).isNotEqualTo(before).startsWith("06A");
    }

    // Files are seen through the articles they hang on.
    @Test
    void a_file_of_an_invisible_article_is_not_there() {
        salesforce
                .simulator()
                .org()
                .categorize("manual", null, List.of(new CategorySelection("Products", List.of("All", "Router"))));
        salesforce
                .simulator()
                .users()
                .change("ada", user -> user.with(CategoryVisibility.ALL.with("Products", Set.of())));
        String address =
                SimClient.DATA + "/sobjects/ContentVersion/" + file.latest().id() + "/VersionData";

        assertThat(client.loggedIn("ada").bytes(address).statusCode()).isEqualTo(404);
        assertThat(client.records("SELECT Id FROM ContentDocument")).isEmpty();
        assertThat(client.loggedIn().bytes(address).statusCode()).isEqualTo(200);
    }

    // sObject Rich Text Image Get: PNG or JPEG bytes, by version, field and the refid inside the text.
    @Test
    void an_image_inside_rich_text_is_downloaded() throws IOException {
        String text = client.records("SELECT Answer__c FROM Knowledge__kav WHERE PublishStatus = 'Online'")
                .getFirst()
                .get("Answer__c")
                .asString();

        HttpResponse<byte[]> answer = client.bytes(image(version(), "Answer__c", IMAGE));

        assertThat(text).contains("rtaImage?eid=" + version().substring(0, 15), "refid=" + IMAGE);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth())
                .isEqualTo(24);
    }

    // Images are those of that field of that version.
    @Test
    void an_image_elsewhere_is_not_found() {
        assertThat(client.bytes(image(version(), "Question__c", IMAGE)).statusCode())
                .isEqualTo(404);
        assertThat(client.bytes(image(version(), "Answer__c", "0EM5e000000B9LR"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.bytes(image("ka05f00000zzzzz", "Answer__c", IMAGE)).statusCode())
                .isEqualTo(404);
    }

    // An image stored by the test is the one answered.
    @Test
    void a_stored_image_is_answered() {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, 1, 2};
        salesforce.simulator().org().images().put(IMAGE, new RichTextImages.Image("image/jpeg", jpeg));

        assertThat(client.bytes(image(version(), "Answer__c", IMAGE)).body()).isEqualTo(jpeg);
    }

    // Address forms over time: enhanced domains, older content hosts, relative ones.
    @ParameterizedTest
    @CsvSource({
        "https://acme.file.force.com, src=\"https://acme.file.force.com/servlet/rtaImage?eid=",
        "https://c.na98.content.force.com, src=\"https://c.na98.content.force.com/servlet/rtaImage?eid=",
        "'', src=\"/servlet/rtaImage?eid="
    })
    void the_host_of_images_is_a_switch(String host, String expected) {
        salesforce.simulator().switches().imageHost(host);

        assertThat(client.records("SELECT Answer__c FROM Knowledge__kav")
                        .getFirst()
                        .get("Answer__c")
                        .asString())
                .contains(expected);
    }

    // The servlet wants a browser session: with a token it answers the page to log in.
    @ParameterizedTest
    @CsvSource({
        "/servlet/rtaImage?eid=ka0&refid=0EM",
        "/sfc/servlet.shepherd/version/download/068000000000000",
        "/servlet/servlet.FileDownload?file=00P000000000000"
    })
    void a_servlet_answers_the_log_in_page(String address) {
        HttpResponse<String> answer = client.get(address);

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(answer.body()).contains("login_form");
    }

    // Samples are real files: a Word document is a package with its parts, and the same text makes the same bytes.
    @Test
    void a_sample_word_file_is_a_package() throws IOException {
        byte[] bytes = SampleFile.of("notes.docx", "Torque & angle\n< 5 Nm");

        StringBuilder document = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("word/document.xml")) {
                    document.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(document).contains("Torque &amp; angle", "&lt; 5 Nm");
        assertThat(SampleFile.of("notes.docx", "Torque & angle\n< 5 Nm")).isEqualTo(bytes);
    }

    private String version() {
        return salesforce.simulator().published().getFirst().id();
    }

    private String link() {
        return client.records("SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '" + version() + "'")
                .getFirst()
                .get("Id")
                .asString();
    }

    private static String image(String version, String field, String image) {
        return SimClient.DATA + "/sobjects/Knowledge__kav/" + version + "/richTextImageFields/" + field + "/" + image;
    }
}
