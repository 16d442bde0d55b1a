package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.Org;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Masters and translations: Knowledge Developer Guide, Knowledge__kav (IsMasterLanguage, MasterVersionId,
/// IsOutOfDate).
class TranslationTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;
    private Org org;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        org = salesforce.simulator().org();
        org.create("reset", "en_US", ArticleContent.of("Reset", "reset", "<p>x</p>"));
        org.translate("reset", "de", ArticleContent.of("Zurücksetzen", "zuruecksetzen", "<p>y</p>"));
        org.publish("reset", null);
    }

    // One family: the article's id and number are shared, the translation points at the master's version.
    @Test
    void a_translation_points_at_its_master() {
        JsonNode master = online("en_US");
        JsonNode translation = online("de");

        assertThat(translation.get("KnowledgeArticleId")).isEqualTo(master.get("KnowledgeArticleId"));
        assertThat(translation.get("ArticleNumber")).isEqualTo(master.get("ArticleNumber"));
        assertThat(translation.get("MasterVersionId")).isEqualTo(master.get("Id"));
        assertThat(master.get("MasterVersionId").isNull()).isTrue();
        assertThat(master.get("IsMasterLanguage").asBoolean()).isTrue();
        assertThat(translation.get("IsMasterLanguage").asBoolean()).isFalse();
        assertThat(translation.get("ArticleMasterLanguage").asString()).isEqualTo("en_US");
    }

    // IsOutOfDate: the master was updated since; republishing the translation catches up.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_translation_falls_behind_and_catches_up(boolean movesModstamp) {
        salesforce.simulator().switches().set(Switch.OUTDATING_MOVES_MODSTAMP, movesModstamp);
        salesforce.simulator().clock().advance(Duration.ofSeconds(10));
        JsonNode before = online("de");

        update("en_US");

        assertThat(before.get("IsOutOfDate").asBoolean()).isFalse();
        assertThat(online("de").get("IsOutOfDate").asBoolean()).isTrue();
        assertThat(online("en_US").get("IsOutOfDate").asBoolean()).isFalse();
        assertThat(online("de").get("Id")).isEqualTo(before.get("Id"));
        assertThat(online("de").get("SystemModstamp").equals(before.get("SystemModstamp")))
                .isEqualTo(!movesModstamp);
        update("de");
        assertThat(online("de").get("IsOutOfDate").asBoolean()).isFalse();
    }

    // describe: the languages of the org are the values of the picklist.
    @Test
    void languages_are_picklist_values() {
        JsonNode language = SimClient.json(client.get(SimClient.DATA + "/sobjects/Knowledge__kav/describe"))
                .get("fields")
                .valueStream()
                .filter(field -> field.get("name").asString().equals("Language"))
                .findFirst()
                .orElseThrow();

        assertThat(language.get("picklistValues").valueStream())
                .extracting(value -> value.get("value").asString())
                .containsExactly("de", "en_US");
    }

    private void update(String language) {
        org.edit("reset", language, content -> content.withTitle(content.title() + "!"));
        org.publish("reset", language);
    }

    private JsonNode online(String language) {
        return client.records("SELECT Id, KnowledgeArticleId, ArticleNumber, MasterVersionId, IsMasterLanguage,"
                        + " ArticleMasterLanguage, IsOutOfDate, SystemModstamp FROM Knowledge__kav"
                        + " WHERE PublishStatus = 'Online' AND Language = '" + language + "'")
                .getFirst();
    }
}
