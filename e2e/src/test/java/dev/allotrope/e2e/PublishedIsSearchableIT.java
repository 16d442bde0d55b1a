package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One story over the sample org, told in order: connect, sync, search, change everything that can change in the org,
/// sync.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublishedIsSearchableIT {
    private World world;
    private long source;

    @BeforeAll
    void connect(@TempDir Path folder) {
        world = Story.world(folder);
        source = world.connect(Map.of());
        world.awaitSynced(source, Story.SYNC_LIMIT);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    @Order(1)
    void a_first_sync_makes_exactly_the_published_articles_searchable() {
        assertThat(world.searchable()).isEqualTo(world.published()).hasSize(82);
        assertThat(world.client().items(source)).isEqualTo(82);
        assertThat(world.client().count()).isEqualTo(82);
    }

    @Test
    @Order(2)
    void a_phrase_from_inside_an_article_finds_it() {
        for (Question question : Phrases.choose(world.salesforce().bodies(), 5)) {
            List<CarbonClient.Hit> hits = world.client().search(question.text(), 10, question.byWords());
            assertThat(question.rank(hits)).as(question.text()).isBetween(1, 10);
        }
    }

    @Test
    @Order(2)
    void the_questions_of_the_demonstration_find_their_articles_first() {
        List<Question> questions = QuestionFile.sample(world.salesforce(), 5);

        assertThat(questions).hasSize(5);
        for (Question question : questions) {
            List<CarbonClient.Hit> hits = world.client().search(question.text(), 10, question.byWords());
            assertThat(question.rank(hits)).as(question.text()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(
            strings = {
                "Marmalade-Falcon",
                "Quartz-Heron-88",
                "Saffron-Ledger",
                "Cobalt-Walrus",
                "Tangerine-Anvil",
                "PELICAN-TURNIP",
                "Basilisk-Kettle",
                "Mandolin-Glacier"
            })
    void nothing_of_a_draft_or_of_an_archived_article_is_ever_found(String phrase) {
        assertThat(Story.finds(world, phrase)).isFalse();
        assertThat(world.server().log()).doesNotContain(phrase);
    }

    @Test
    @Order(4)
    void another_sync_of_an_unchanged_org_fetches_no_body() {
        long retrieved = world.salesforce().calls("retrieve");
        long queried = world.salesforce().calls("query");
        world.syncAgain(source, Story.SYNC_LIMIT);
        assertThat(world.salesforce().calls("retrieve")).isEqualTo(retrieved);
        assertThat(world.salesforce().calls("query")).isBetween(queried + 1, queried + 3);
        assertThat(world.searchable()).isEqualTo(world.published());
    }

    @Test
    @Order(5)
    void after_changes_in_the_org_a_sync_leaves_what_is_published_now() {
        SimulatedOrg org = world.salesforce();
        create("new-article", "A new article", "<p>The vermilion otter polishes nineteen trumpets before dawn.</p>");
        create("to-archive", "Going to the archive", "<p>Obsolete heron ballet needs forty lanterns.</p>");
        create("to-delete", "Going away", "<p>Unwanted walrus opera needs sixty candles.</p>");
        create("to-unpublish", "Going offline", "<p>Premature gecko parade needs eighty drums.</p>");
        create("to-edit", "Changing", "<p>The former wording speaks of a crimson turbine.</p>");
        create("to-draft", "Being worked on", "<p>The published wording speaks of an ivory sextant.</p>");
        world.syncAgain(source, Story.SYNC_LIMIT);
        assertThat(world.searchable()).isEqualTo(world.published()).hasSize(88);

        org.article("to-archive", "archive", Map.of());
        org.article("to-delete", "archive", Map.of());
        org.article("to-delete", "delete", Map.of());
        org.article("to-unpublish", "unpublish", Map.of());
        org.article("to-edit", "edit", Map.of("html", "<p>The present wording speaks of an emerald windmill.</p>"));
        org.article(
                "to-draft",
                "edit",
                Map.of("html", "<p>The hidden wording speaks of an onyx compass.</p>", "publish", false));
        create("later", "A later one", "<p>Seventeen amber kites cross the lighthouse.</p>");
        world.syncAgain(source, Story.SYNC_LIMIT);

        assertThat(world.searchable()).isEqualTo(world.published()).hasSize(86);
        assertThat(world.client().count()).isEqualTo(86);
        assertThat(List.of("vermilion otter", "emerald windmill", "ivory sextant", "Seventeen amber kites"))
                .allSatisfy(phrase ->
                        assertThat(Story.finds(world, phrase)).as(phrase).isTrue());
        assertThat(List.of("heron ballet", "walrus opera", "gecko parade", "crimson turbine", "onyx compass"))
                .allSatisfy(phrase ->
                        assertThat(Story.finds(world, phrase)).as(phrase).isFalse());
    }

    private void create(String name, String title, String html) {
        world.salesforce().create(Map.of("id", name, "title", title, "html", html));
    }
}
