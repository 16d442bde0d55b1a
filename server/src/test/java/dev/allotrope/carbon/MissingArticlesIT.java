package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.SalesforceServer.Account;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Ledger;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.user.Right;
import dev.allotrope.salesforce.sim.user.UserKind;
import dev.allotrope.tenant.Scope;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Why an article is not here, asked over HTTP of a server that is connected to a simulated org.
class MissingArticlesIT {
    @RegisterExtension
    static final SalesforceServer server = new SalesforceServer();

    private final SalesforceSimulator org = server.org;
    private final String name = "article-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void calm() {
        org.faults().clear();
    }

    @Test
    void what_is_here_is_found_under_every_name_with_its_file_since_when_and_the_revision() {
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        String id = version.articleId();

        List<String> names = List.of(
                version.identity().articleNumber(),
                id,
                id.substring(0, 15),
                version.id(),
                version.id().substring(0, 15),
                id + ":en_US",
                name,
                " " + name + " ",
                "https://acme.lightning.force.com/articles/en_US/Knowledge/" + name,
                "https://acme.lightning.force.com/lightning/r/Knowledge__kav/" + version.id() + "/view",
                "https://acme.lightning.force.com/one/one.app#/sObject/" + id + "/view",
                "https://help.acme.example/s/article/" + name + "?language=en_US",
                "/articles/Knowledge/" + name);

        assertThat(names).allSatisfy(article -> {
            JsonNode answer = account.explain(article);
            assertThat(answer.at("/status").asString()).as(answer.toString()).isEqualTo("SYNCED");
            assertThat(answer.at("/external_id").asString()).isEqualTo(id + ":en_US");
            assertThat(answer.at("/revision").asString()).isEqualTo(version.id());
            assertThat(answer.at("/since").asString()).startsWith("20");
            assertThat(answer.at("/file_id").asLong()).isPositive();
            assertThat(facts(answer)).contains("PUBLISHED", "SEARCHABLE");
        });
    }

    @Test
    void a_draft_is_a_draft_and_tells_nothing_of_itself() {
        ArticleVersion draft =
                org.org().create(name, "en_US", ArticleContent.of("Marmalade " + name, name, "<p>Saffron</p>"));
        Account account = server.connect("");
        org.ledger().clear();

        JsonNode answer = account.explain(draft.identity().articleNumber());

        assertStatus(answer, "DRAFT", "DRAFT_ONLY");
        assertThat(answer.at("/action").asString()).contains("Publish the draft");
        assertThat(answer.at("/evidence/0/source").asString()).isEqualTo("SALESFORCE");
        assertThat(answer.at("/evidence/0/at").asString()).startsWith("20");
        assertThat(answer.toString() + everythingStored()).doesNotContain("Marmalade " + name, "Saffron");
        assertThat(queries())
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query.substring(0, query.indexOf(" FROM ")))
                        .matches("SELECT (Id|KnowledgeArticleId|Language|PublishStatus|\\w+Date|, )+"));
    }

    @Test
    void an_archived_article_is_archived_before_and_after_the_next_sync() {
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        org.org().archive(name, null);

        JsonNode before = account.explain(version.articleId());
        account.sync();
        JsonNode after = account.explain(version.articleId());

        assertStatus(before, "ARCHIVED", "IN_ARCHIVE");
        assertThat(facts(before)).contains("STILL_HERE");
        assertStatus(after, "ARCHIVED", "IN_ARCHIVE");
        assertThat(facts(after)).contains("HELD_UNTIL").doesNotContain("STILL_HERE");
    }

    @Test
    void an_article_that_was_here_and_is_a_draft_now_is_unpublished() {
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        org.org().unpublish(name, null);

        JsonNode before = account.explain(version.articleId());
        account.sync();
        JsonNode after = account.explain(name);

        assertStatus(before, "UNPUBLISHED", "TAKEN_OFF");
        assertThat(before.at("/file_id").asLong()).isPositive();
        assertStatus(after, "UNPUBLISHED", "TAKEN_OFF");
        assertThat(after.at("/file_id").isNull()).isTrue();
        assertThat(facts(after)).contains("DRAFT", "HELD_UNTIL");
    }

    @Test
    void what_the_user_may_not_see_is_not_visible_and_the_missing_rights_are_named() {
        org.org().create(name, "en_US", ArticleContent.of(name, name, "<p>d</p>"));
        publish(name + "-old");
        org.org().archive(name + "-old", null);
        Account account = server.connect("");
        org.users()
                .change(
                        account.user(),
                        user -> user.without(Right.VIEW_DRAFT_ARTICLES).without(Right.VIEW_ARCHIVED_ARTICLES));

        for (String article : List.of(name, name + "-old")) {
            JsonNode answer = account.explain(article);

            assertStatus(answer, "NOT_VISIBLE_OR_DELETED", "NOT_SEEN");
            assertThat(answer.at("/evidence").toString())
                    .contains("\\\"View Draft Articles\\\" is missing", "\\\"View Archived Articles\\\" is missing");
        }
    }

    @Test
    void what_was_deleted_is_told_from_what_the_user_may_not_see() {
        org.org().create(name + "-draft", "en_US", ArticleContent.of(name, name + "-draft", "<p>d</p>"));
        publish(name + "-old");
        org.org().archive(name + "-old", null);
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        org.org().archive(name, null);
        org.org().delete(name);
        account.sync();

        JsonNode answer = account.explain(version.identity().articleNumber());

        assertStatus(answer, "NOT_VISIBLE_OR_DELETED", "NOT_SEEN");
        assertThat(facts(answer)).contains("HELD_UNTIL", "NOTHING_SEEN", "DRAFTS_SEEN", "ARCHIVE_SEEN");
        assertThat(answer.at("/external_id").asString()).isEqualTo(version.articleId() + ":en_US");
    }

    @Test
    void what_nobody_chose_is_out_of_scope() {
        publish(name);
        Account account = server.connect("\"sync_files_on_connection\": false");

        JsonNode answer = account.explain(name);

        assertStatus(answer, "OUT_OF_SCOPE", "NOT_CHOSEN");
        assertThat(facts(answer)).contains("LISTED", "CHOSEN_ONLY");
    }

    @Test
    void what_a_filter_keeps_out_is_out_of_scope_and_the_filter_is_named() {
        publish(name);
        org.org().create(name + "-de", "de", ArticleContent.of(name, name + "-de", "<p>Text</p>"));
        Account account = server.connect("\"salesforce_settings\": {\"scope\": {\"languages\": [\"de\"]}}");

        JsonNode answer = account.explain(name);

        assertStatus(answer, "OUT_OF_SCOPE", "FILTERED");
        assertThat(answer.at("/evidence").toString()).contains("The filter: languages.");
        assertThat(difference(account.sync().at("/proof"), "OUT_OF_SCOPE")
                        .at("/language")
                        .asString())
                .isEqualTo("en_US");
    }

    @Test
    void what_its_owner_deleted_is_out_of_scope() {
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        long file = account.explain(name).at("/file_id").asLong();
        account.ask("/delete_files_v2", "{\"filters\": {\"ids\": [" + file + "]}}");

        assertStatus(account.explain(name), "OUT_OF_SCOPE", "DELETED_BY_OWNER");
        account.sync();
        JsonNode answer = account.explain(version.articleId());
        assertStatus(answer, "OUT_OF_SCOPE", "DELETED_BY_OWNER");
        assertThat(answer.at("/action").asString()).contains("/integrations/files/sync");
    }

    @Test
    void what_was_not_to_be_searched_is_out_of_scope() {
        ArticleVersion version = publish(name);
        Account account = server.connect("\"sync_files_on_connection\": false");
        account.ask("/integrations/files/sync", """
                {"data_source_id": %d, "ids": ["%s:en_US"], "file_sync_config": {"skip_file_processing": true}}""".formatted(account.id(), version.articleId()));
        account.finished();

        assertStatus(account.explain(name), "OUT_OF_SCOPE", "NOT_FOR_SEARCH");
    }

    @Test
    void an_article_without_text_has_no_body() {
        org.publish(name, ArticleContent.of(name, name, ""));
        Account account = server.connect("");

        JsonNode answer = account.explain(name);

        assertStatus(answer, "NO_BODY", "EMPTY");
        assertThat(answer.at("/action").asString()).contains("field-level security");
    }

    @Test
    void a_failed_run_is_why_a_new_article_is_not_here() {
        Account account = server.connect("");
        publish(name);
        org.faults().failNext(CallKind.QUERY, 1, Fault.API_DISABLED_FOR_ORG);
        assertThat(account.sync().at("/status").asString()).isEqualTo("FAILED");

        JsonNode answer = account.explain(name);

        assertStatus(answer, "FAILED", "RUN_FAILED");
        assertThat(answer.at("/evidence").toString()).contains("API_DISABLED_FOR_ORG");
    }

    @Test
    void an_article_that_could_not_be_fetched_failed() {
        Account account = server.connect("");
        publish(name);
        org.faults().failNext(CallKind.RETRIEVE, 1, Fault.SESSION_NOT_FOR_API);
        account.sync();

        JsonNode answer = account.explain(name);

        assertStatus(answer, "FAILED", "NOT_PROCESSED");
        assertThat(facts(answer)).contains("DOCUMENT_ERROR");
    }

    @Test
    void a_held_removal_names_the_run_that_releases_it() {
        org.generate(30, 1);
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        org.users().change(account.user(), user -> user.with(UserKind.CUSTOMER));
        long run = account.sync().at("/id").asLong();

        JsonNode answer = account.explain(version.articleId());

        assertStatus(answer, "HELD", "REMOVAL_HELD");
        assertThat(answer.at("/evidence").toString()).contains("Run " + run + " held its removal");
        assertThat(answer.at("/action").asString()).contains("release");
    }

    @Test
    void a_run_that_waits_for_calls_keeps_an_article_waiting_and_a_canceled_one_until_the_next() {
        Account account = server.connect("");
        publish(name);
        org.faults().failNext(CallKind.RETRIEVE, 1, Fault.DAILY_LIMIT);
        assertThat(account.ask("/integrations/items/sync", "{\"data_source_id\": " + account.id() + "}")
                        .status())
                .isEqualTo(200);
        account.run(run -> run.at("/status").asString().equals("WAITING"));

        JsonNode waiting = account.explain(name);
        account.ask("/integrations/items/sync/cancel", "{\"data_source_id\": " + account.id() + "}");
        JsonNode canceled = account.explain(name);

        assertStatus(waiting, "WAITING", "RUN_WAITS");
        assertThat(waiting.at("/evidence").toString()).contains("daily API requests are used up");
        assertThat(facts(waiting)).contains("RUN_GOES_ON");
        assertStatus(canceled, "WAITING", "CANCELED");
    }

    @Test
    void what_was_published_since_the_latest_listing_waits_for_the_next() {
        ArticleVersion version = publish(name);
        Account account = server.connect("");
        publish(name + "-new");
        org.org().edit(name, null, content -> content.withTitle("Newer"));
        org.org().publish(name, null);

        assertStatus(account.explain(name + "-new"), "WAITING", "NOT_LISTED_YET");
        JsonNode newer = account.explain(version.id());
        assertStatus(newer, "WAITING", "NEWER_VERSION");
        assertThat(newer.at("/revision").asString()).isEqualTo(version.id());
        account.sync();
        assertStatus(account.explain(version.id()), "SYNCED", "SEARCHABLE");
    }

    @Test
    void what_a_limit_holds_back_cannot_be_selected_and_waits_until_the_limit_is_raised() {
        Account account = server.connect("");
        account.limitFiles(0);
        publish(name);
        JsonNode run = account.sync();

        JsonNode held = account.item(name);
        assertThat(held.at("/is_selectable").asBoolean()).isFalse();
        assertThat(held.at("/organization_user_file_to_sync_id").isNull()).isTrue();
        assertThat(run.at("/counts/skipped").asLong()).isEqualTo(1);
        assertThat(difference(run.at("/proof"), "LIMIT_REACHED").at("/count").asLong())
                .isEqualTo(1);
        assertStatus(account.explain(name), "WAITING", "LIMIT_REACHED");
        account.limitFiles(-1);
        assertThat(account.item(name).at("/is_selectable").asBoolean()).isTrue();
        account.sync();
        assertStatus(account.explain(name), "SYNCED", "SEARCHABLE");
    }

    @Test
    void an_org_that_cannot_be_asked_leaves_what_is_unknown_unknown_and_what_is_here_known() {
        publish(name);
        Account account = server.connect("");
        org.faults().failNext(CallKind.QUERY, 2, Fault.API_DISABLED_FOR_ORG);

        JsonNode unknown = account.explain(name + "-other");
        JsonNode known = account.explain(name);

        assertStatus(unknown, "UNKNOWN", "NOT_ASKED");
        assertThat(unknown.at("/evidence").toString()).contains("API_DISABLED_FOR_ORG");
        assertStatus(known, "SYNCED", "SEARCHABLE");
        account.ask("/revoke_access_token", "{\"data_source_id\": " + account.id() + "}");
        assertStatus(account.explain(name + "-other"), "UNKNOWN", "NOT_ASKED");
    }

    @Test
    void each_language_has_its_own_answer() {
        ArticleVersion version = publish(name);
        org.org().translate(name, "de", ArticleContent.of("Titel", name + "-de", "<p>Text</p>"));
        Account account = server.connect("");

        JsonNode whole = account.explain(version.identity().articleNumber());
        JsonNode german = account.explain(version.articleId() + ":de");
        JsonNode byName = account.explain(name + "-de");
        JsonNode french = account.explain("https://help.acme.example/articles/fr/Knowledge/" + name);

        assertStatus(whole, "SYNCED", "SEARCHABLE");
        assertThat(whole.at("/other_languages/0/language").asString()).isEqualTo("de");
        assertThat(whole.at("/other_languages/0/status").asString()).isEqualTo("DRAFT");
        assertStatus(german, "DRAFT", "DRAFT_ONLY");
        assertStatus(byName, "DRAFT", "DRAFT_ONLY");
        assertThat(byName.at("/other_languages/0/status").asString()).isEqualTo("SYNCED");
        assertStatus(french, "NOT_VISIBLE_OR_DELETED", "NOT_SEEN");
    }

    @Test
    void what_is_typed_is_a_text_to_salesforce_whatever_it_holds() {
        publish(name);
        Account account = server.connect("");
        org.ledger().clear();

        for (String typed :
                List.of("' OR Title != '", "\\' OR Title != \\'", "x\" OR 1=1", "%", "日本語", "a".repeat(255))) {
            assertStatus(account.explain(typed), "NOT_VISIBLE_OR_DELETED", "NOT_SEEN");
        }
        assertThat(queries()).anyMatch(query -> query.contains("UrlName = '\\' OR Title != \\''"));
    }

    @Test
    void questions_are_calls_of_ours() {
        publish(name);
        Account account = server.connect("");
        long before = counted(account);
        org.ledger().clear();

        account.explain(name);

        assertThat(org.ledger().apiCalls()).isBetween(1L, 2L);
        assertThat(counted(account) - before).isEqualTo(org.ledger().apiCalls());
    }

    @Test
    void a_run_shows_what_it_proved_and_used() {
        ArticleVersion version = publish(name);
        org.publish(name + "-empty", ArticleContent.of(name, name + "-empty", ""));
        Account account = server.connect("");
        account.ask(
                "/delete_files_v2",
                "{\"filters\": {\"ids\": [%d]}}"
                        .formatted(account.explain(name).at("/file_id").asLong()));

        JsonNode run = account.sync();

        assertThat(run.at("/trigger").asString()).isEqualTo("ITEMS_SYNC");
        assertThat(run.at("/mode").asString()).isEqualTo("FULL");
        assertThat(run.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(run.at("/timings/PROVE").isNumber()).isTrue();
        assertThat(run.at("/budget/ours").asLong())
                .isGreaterThanOrEqualTo(run.at("/calls").asLong());
        assertThat(run.at("/budget/limit").asLong())
                .isEqualTo(run.at("/budget/allowed").asLong() / 5);
        JsonNode proof = run.at("/proof");
        assertThat(proof.at("/published").asLong()).isEqualTo(org.published().size());
        assertThat(proof.at("/listed").asLong()).isEqualTo(org.published().size());
        assertThat(proof.at("/complete").asBoolean()).as(proof.toString()).isTrue();
        assertThat(difference(proof, "DELETED_BY_OWNER").at("/examples/0").asString())
                .isEqualTo(version.articleId() + ":en_US");
        assertThat(difference(proof, "NO_BODY").at("/text").asString()).contains("hold no text");
    }

    private ArticleVersion publish(String article) {
        return org.publish(
                article, ArticleContent.of("Title of " + article, article, "<p>Text of " + article + "</p>"));
    }

    private static void assertStatus(JsonNode answer, String status, String reason) {
        assertThat(answer.at("/status").asString() + " " + answer.at("/reason").asString())
                .as(answer.toString())
                .isEqualTo(status + " " + reason);
        assertThat(answer.at("/action").asString()).isNotBlank();
        assertThat(answer.at("/evidence").size()).as(answer.toString()).isPositive();
    }

    private static List<String> facts(JsonNode answer) {
        return StreamSupport.stream(answer.at("/evidence").spliterator(), false)
                .map(evidence -> evidence.at("/fact").asString())
                .toList();
    }

    private static JsonNode difference(JsonNode proof, String reason) {
        return StreamSupport.stream(proof.at("/differences").spliterator(), false)
                .filter(difference -> difference.at("/reason").asString().equals(reason))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + reason + " in " + proof));
    }

    private List<String> queries() {
        return org.ledger().entries(CallKind.QUERY).stream()
                .map(Ledger.Entry::what)
                .toList();
    }

    private static long counted(Account account) {
        return server.database()
                .transactions()
                .in(
                        Scope.SYSTEM,
                        () -> server.database()
                                .jdbc()
                                .sql("""
                        SELECT coalesce(sum(c.calls), 0) FROM sync_call c JOIN connection o
                          ON o.customer_id = c.customer_id WHERE o.id = ?""")
                                .param(account.id())
                                .query(Long.class)
                                .single());
    }

    private static String everythingStored() {
        return server.database().jdbc().sql("""
                        SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""").query(String.class).list().stream()
                .map(table -> server.database()
                        .transactions()
                        .in(
                                Scope.SYSTEM,
                                () -> server.database()
                                        .jdbc()
                                        .sql("SELECT t::text FROM " + table + " t")
                                        .query(String.class)
                                        .list())
                        .toString())
                .reduce("", String::concat);
    }
}
