package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.SalesforceServer.Account;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.user.UserKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What becomes of the files of a simulated org in runs that were asked for over HTTP, and what is told of it.
class ArticleRunsIT {
    private static final String ABSENT = "not published, or not visible to the connected user";

    @RegisterExtension
    static final SalesforceServer server = new SalesforceServer();

    private final SalesforceSimulator org = server.org;

    @AfterEach
    void empty() {
        org.switches().hiddenFields(Set.of()).set(Switch.KNOWLEDGE_ENABLED, true);
        org.published().stream()
                .map(ArticleVersion::articleId)
                .distinct()
                .forEach(article -> org.org().archive(article, null));
    }

    @Test
    void chosen_ids_may_be_short_and_lack_the_language_and_what_is_not_published_is_skipped_as_it_was_written() {
        String both = publish("both");
        translate("both", "de");
        String one = publish("one");
        translate("one", "de");
        String brazilian = publish("brazilian");
        translate("brazilian", "pt_BR");
        String draft = org.org()
                .create("draft", "en_US", ArticleContent.of("draft", "draft", "<p>d</p>"))
                .articleId();
        Account account = server.connect("\"sync_files_on_connection\": false");

        JsonNode run = choose(
                account,
                both,
                brief(one) + ":de",
                brazilian + ":pt",
                brief(brazilian) + ":pt_BR",
                brief(draft),
                draft + ":en_US",
                "no id");

        assertThat(names(account))
                .containsExactlyInAnyOrder(both + ":en_US", both + ":de", one + ":de", brazilian + ":pt_BR");
        assertThat(skipped(run))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        brazilian + ":pt",
                        ABSENT,
                        brief(draft),
                        ABSENT,
                        draft + ":en_US",
                        ABSENT,
                        "no id",
                        "no id that something published could have"));
        assertThat(run.at("/counts/skipped").asLong()).isEqualTo(4);
    }

    @Test
    void chosen_files_that_are_not_published_any_more_go_however_they_were_named() {
        String portuguese = publish("portuguese");
        translate("portuguese", "pt");
        translate("portuguese", "pt_BR");
        String bare = publish("bare");
        translate("bare", "de");
        Account account = server.connect("");
        assertThat(names(account)).hasSize(5);
        org.org().unpublish("portuguese", "pt");
        org.org().unpublish("bare", "de");

        JsonNode run = choose(account, brief(portuguese) + ":pt", portuguese + ":pt_BR", brief(bare));

        assertThat(names(account))
                .containsExactlyInAnyOrder(portuguese + ":en_US", portuguese + ":pt_BR", bare + ":en_US");
        assertThat(skipped(run)).isEqualTo(Map.of(brief(portuguese) + ":pt", ABSENT));
        assertThat(run.at("/counts/removed").asLong()).isEqualTo(2);
    }

    @Test
    void a_scope_is_the_reason_why_nothing_became_of_a_short_id() {
        String english = publish("english");
        Account account = server.connect("\"salesforce_settings\": {\"scope\": {\"languages\": [\"de\"]}}");

        JsonNode run = choose(account, brief(english), brief(english) + ":en_US");

        assertThat(skipped(run))
                .hasSize(2)
                .allSatisfy((id, reason) ->
                        assertThat(reason).isEqualTo("outside the scope that is set for the data source: languages"));
    }

    @Test
    void knowledge_that_is_switched_off_is_told_by_the_data_source_and_removes_nothing() {
        org.generate(3, 1);
        Account account = server.connect("");
        List<String> before = names(account);
        org.switches().set(Switch.KNOWLEDGE_ENABLED, false);

        JsonNode run = account.sync();

        assertTold(account, run, "Knowledge is off", "switch on Lightning Knowledge");
        assertThat(names(account)).isNotEmpty().isEqualTo(before);
        org.switches().set(Switch.KNOWLEDGE_ENABLED, true);
        account.sync();
        assertThat(syncError(account).isMissingNode()).isTrue();
        assertThat(names(account)).isEqualTo(before);
    }

    @Test
    void body_fields_that_nobody_lets_us_read_are_told_by_the_data_source_and_remove_nothing() {
        publish("kept");
        publish("changed");
        Account account = server.connect("");
        List<String> before = names(account);
        org.org().editAsDraft("changed", null);
        org.org().publish("changed", null);
        org.switches().hiddenFields(Set.of(ArticleBody.QUESTION, ArticleBody.ANSWER, ArticleBody.DETAILS));

        JsonNode run = account.sync();

        assertTold(account, run, "no rich text or long text field", "grant read access to the body fields");
        assertThat(names(account)).hasSize(2).isEqualTo(before);
        assertThat(named(account, "kept").at("/sync_status").asString()).isEqualTo("READY");
        assertThat(named(account, "changed").at("/sync_error_message")).isEqualTo(run.at("/error"));
    }

    @Test
    void a_held_removal_is_told_by_its_files_which_are_ready_until_it_is_released() {
        org.generate(40, 2);
        Account account = server.connect("");
        int before = files(account).size();
        org.users().change(account.user(), user -> user.with(UserKind.CUSTOMER));

        JsonNode run = account.sync();

        int held = run.at("/counts/held").asInt();
        assertThat(held).isGreaterThan(25);
        assertThat(run.at("/held_because").asString()).contains("/release");
        assertThat(files(account)).hasSize(before).allSatisfy(file -> {
            assertThat(file.at("/sync_status").asString()).isEqualTo("READY");
            assertThat(file.at("/sync_error_message").isNull()).isTrue();
        });
        assertThat(files(account))
                .extracting(file -> file.at("/sync_properties/removal_held").asString(""))
                .filteredOn(why -> !why.isEmpty())
                .hasSize(held)
                .allSatisfy(why -> assertThat(why)
                        .contains("its removal is held", "/data_sources/" + account.id() + "/sync_runs"));

        CarbonServer.Reply released = account.ask(
                "/data_sources/%d/sync_runs/%s/release"
                        .formatted(account.id(), run.at("/id").asString()),
                "{}");
        assertThat(released.status()).as(released.response().body()).isEqualTo(200);
        assertThat(account.finished().at("/counts/removed").asInt()).isEqualTo(held);
        assertThat(files(account))
                .hasSize(before - held)
                .allSatisfy(file -> assertThat(file.at("/sync_properties")).isEmpty());
    }

    private void assertTold(Account account, JsonNode run, String... words) {
        assertThat(run.at("/status").asString()).isEqualTo("FAILED");
        assertThat(run.at("/counts/removed").asLong()).isZero();
        assertThat(run.at("/error").asString()).contains(words);
        assertThat(syncError(account)).isEqualTo(run.at("/error"));
    }

    private JsonNode syncError(Account account) {
        JsonNode source = account.ask("/user_data_sources", "{}").json().at("/results/0");
        return source.at("/data_source_metadata/sync_error");
    }

    private JsonNode choose(Account account, String... ids) {
        String body = "{\"data_source_id\": %d, \"ids\": %s}"
                .formatted(account.id(), JsonMapper.shared().writeValueAsString(ids));
        CarbonServer.Reply reply = account.ask("/integrations/files/sync", body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return account.finished();
    }

    private static Map<String, String> skipped(JsonNode run) {
        Map<String, String> reasons = new LinkedHashMap<>();
        run.at("/skipped")
                .forEach(each -> reasons.put(
                        each.at("/external_id").asString(), each.at("/reason").asString()));
        return reasons;
    }

    private static List<JsonNode> files(Account account) {
        return account.ask("/user_files_v2", "{\"pagination\": {\"limit\": 250}}")
                .json()
                .at("/results")
                .valueStream()
                .toList();
    }

    private static List<String> names(Account account) {
        return files(account).stream()
                .map(file -> file.at("/external_file_id").asString())
                .sorted()
                .toList();
    }

    private static JsonNode named(Account account, String name) {
        return files(account).stream()
                .filter(file -> file.at("/name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String publish(String name) {
        return org.publish(name, ArticleContent.of(name, name, "<p>Body of " + name + "</p>"))
                .articleId();
    }

    private void translate(String name, String language) {
        org.org().translate(name, language, ArticleContent.of(name, name + "-" + language, "<p>" + name + "</p>"));
        org.org().publish(name, language);
    }

    /// The id as it stands in many an export.
    private static String brief(String articleId) {
        return articleId.substring(0, 15);
    }
}
