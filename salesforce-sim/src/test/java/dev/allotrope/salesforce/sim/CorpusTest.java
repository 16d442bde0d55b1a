package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The corpus format of the module's README, and the generated org.
class CorpusTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    @TempDir
    Path folder;

    @Test
    void a_line_of_every_member_is_read() throws IOException {
        load("""
                {"id":"reset","title":"Reset","summary":"How","html":"<p>x</p>","question":"Why?","details":"a < b",\
                "language":"de","record_type":"FAQ","channels":["Csp"],"validation_status":"Validated",\
                "categories":[{"group":"Products","path":["All","Smart Home"]}],"url_name":"Reset-it","out_of_date":true}
                """);

        ArticleContent content = only().content();
        assertThat(content.urlName()).isEqualTo("Reset-it");
        assertThat(content.summary()).isEqualTo("How");
        assertThat(content.body().text(ArticleBody.ANSWER)).isEqualTo("<p>x</p>");
        assertThat(content.body().text(ArticleBody.QUESTION)).isEqualTo("Why?");
        assertThat(content.body().text(ArticleBody.DETAILS)).isEqualTo("a < b");
        assertThat(content.labels().channels()).containsExactly(Channel.CSP);
        assertThat(content.labels().categories())
                .containsExactly(new CategorySelection("Products", List.of("All", "Smart_Home")));
        assertThat(content.labels().recordType()).isEqualTo("FAQ");
        assertThat(content.labels().outOfDate()).isTrue();
    }

    @Test
    void absent_members_have_defaults() throws IOException {
        load("{\"id\":\"a-b\",\"title\":\"T\"}\n");

        assertThat(only().language()).isEqualTo("en_US");
        assertThat(only().status()).isEqualTo(PublishStatus.ONLINE);
        assertThat(only().content().urlName()).isEqualTo("a-b");
        assertThat(only().content().labels().channels()).containsExactlyInAnyOrder(Channel.APP, Channel.PKB);
    }

    @Test
    void lines_of_one_family_are_translations() throws IOException {
        load("""
                {"id":"a","title":"T"}
                {"id":"a-de","article":"a","language":"de","title":"T de"}
                """);

        assertThat(salesforce.simulator().published())
                .extracting(ArticleVersion::articleId)
                .hasSize(2)
                .containsOnly(salesforce.simulator().org().idOf("a"));
    }

    @Test
    void a_status_is_reached_by_its_way() throws IOException {
        load("""
                {"id":"d","title":"T","status":"Draft"}
                {"id":"x","title":"T","status":"Archived"}
                """);

        assertThat(salesforce.simulator().org().rows())
                .extracting(ArticleVersion::status)
                .containsExactly(PublishStatus.DRAFT, PublishStatus.ARCHIVED);
    }

    @Test
    void a_wrong_line_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load("{\"id\":\"a\",\"title\":\"T\"}\n{\"id\":\"b\"}\n"))
                .withMessageContaining("line 2: \"title\" is missing");
    }

    @Test
    void the_same_seed_makes_the_same_org() {
        salesforce.simulator().generate(40, 11);
        try (SalesforceSimulator other = SalesforceSimulator.start()) {
            other.generate(40, 11);

            assertThat(texts(other)).isEqualTo(texts(salesforce.simulator()));
        }
    }

    @Test
    void generated_bodies_have_one_to_four_kilobytes() {
        salesforce.simulator().generate(200, 11);

        assertThat(texts(salesforce.simulator())).extracting(String::length).allMatch(length -> length < 6_000);
        assertThat(texts(salesforce.simulator()).stream()
                        .mapToInt(String::length)
                        .average()
                        .orElseThrow())
                .isBetween(1_000.0, 4_096.0);
    }

    // The size and variety that the demonstration and its documentation rely on.
    @Test
    void the_sample_org_is_what_its_page_says() throws IOException {
        salesforce.simulator().loadSampleOrg();

        assertThat(salesforce.simulator().published()).hasSize(82);
        assertThat(salesforce.simulator().org().rows()).hasSize(90);
        assertThat(salesforce.simulator().org().idOf("battery-one-wont-wake")).isEqualTo("kA05f0000000001CAA");
        assertThat(salesforce.simulator().org().files().documents())
                .extracting(file -> file.latest().extension())
                .containsExactly("pdf", "txt", "docx", "txt", "pdf", "docx");
        assertThat(salesforce.simulator().org().categories().label("Audience")).contains("Who it is for");
    }

    @Test
    void generated_orgs_are_classified_and_translated() {
        salesforce.simulator().generate(400, 11);

        List<ArticleVersion> rows = salesforce.simulator().published();
        assertThat(rows).hasSize(400).extracting(ArticleVersion::language).contains("en_US", "de", "fr", "ja");
        assertThat(rows)
                .extracting(row -> row.content().labels().recordType())
                .contains("FAQ", "How_To", "Troubleshooting", "Release_Note");
        assertThat(rows)
                .flatExtracting(row -> row.content().labels().channels())
                .contains(Channel.values());
        assertThat(rows)
                .flatExtracting(row -> row.content().labels().categories())
                .extracting(CategorySelection::name)
                .contains("Router", "Invoice", "Europe", "Japan");
        assertThat(rows)
                .anySatisfy(
                        row -> assertThat(row.content().labels().outOfDate()).isTrue());
    }

    // A line of a group declares its tree; files of a line are attached, made out of their text.
    @Test
    void groups_and_files_are_read() throws IOException {
        load("""
                {"group":"Products","label":"Our products","categories":[{"name":"Gateway","label":"Gateways"}]}
                {"id":"a","title":"T","files":[{"name":"a.txt","text":"Hold it."}]}
                """);

        assertThat(salesforce.simulator().org().categories().label("Products")).contains("Our products");
        assertThat(salesforce
                        .simulator()
                        .org()
                        .rowsWithFile(only().content().attachments().getFirst().documentId()))
                .containsExactly(only());
        assertThat(salesforce
                        .simulator()
                        .org()
                        .files()
                        .documents()
                        .getFirst()
                        .latest()
                        .content())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("Hold it.");
    }

    private void load(String lines) throws IOException {
        salesforce.simulator().load(Files.writeString(folder.resolve("corpus.jsonl"), lines));
    }

    private ArticleVersion only() {
        assertThat(salesforce.simulator().org().rows()).hasSize(1);
        return salesforce.simulator().org().rows().getFirst();
    }

    private static List<String> texts(SalesforceSimulator simulator) {
        return simulator.published().stream()
                .map(row -> String.valueOf(row.content().body().text(ArticleBody.ANSWER)))
                .toList();
    }
}
