package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.user.Right;
import dev.allotrope.salesforce.sim.user.UserKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What one user sees and another not: object reference, special access rules; Salesforce Help, Knowledge access.
class VisibilityTest {

    private static final String ADA = "ada@sim.example";
    private static final String BOB = "bob@sim.example";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient ada;
    private SimClient bob;

    @BeforeEach
    void connect() {
        ada = new SimClient(salesforce.simulator()).loggedIn(ADA);
        bob = new SimClient(salesforce.simulator()).loggedIn(BOB);
        publish("public", Channel.APP, Channel.PKB);
        publish("partners", Channel.APP, Channel.PRM);
        publish("staff", Channel.APP);
    }

    // Field-level security: a hidden field is absent from describe and INVALID_FIELD in a query, for that user.
    @Test
    void a_field_is_hidden_from_one_user() {
        salesforce.simulator().users().change(ADA, user -> user.withHiddenFields(Set.of("Answer__c")));

        assertThat(SimClient.errorCode(ada.query("SELECT Answer__c FROM Knowledge__kav")))
                .isEqualTo("INVALID_FIELD");
        assertThat(ada.get(SimClient.DATA + "/sobjects/Knowledge__kav/describe").body())
                .doesNotContain("Answer__c");
        assertThat(bob.records("SELECT Answer__c FROM Knowledge__kav")).hasSize(3);
    }

    // A hidden reference takes the paths over it along.
    @Test
    void a_hidden_reference_hides_its_relationship() {
        salesforce.simulator().users().change(ADA, user -> user.withHiddenFields(Set.of("RecordTypeId")));

        assertThat(SimClient.message(ada.query("SELECT RecordType.Name FROM Knowledge__kav")))
                .contains("Didn't understand relationship 'RecordType'");
    }

    // SOQL Object Limits: drafts need "View Draft Articles", archived ones "View Archived Articles".
    @Test
    void drafts_and_archived_ones_need_rights_of_the_user() {
        salesforce.simulator().org().create("draft", "en_US", ArticleContent.of("d", "d", "<p>d</p>"));
        salesforce.simulator().org().archive("staff", null);
        salesforce.simulator().users().change(ADA, user -> user.without(Right.VIEW_DRAFT_ARTICLES));
        salesforce.simulator().users().change(BOB, user -> user.without(Right.VIEW_ARCHIVED_ARTICLES));

        assertThat(statuses(ada)).containsExactly("Archived", "Online", "Online");
        assertThat(statuses(bob)).containsExactly("Draft", "Online", "Online");
    }

    // Channels: partners, customers and guests see the online articles of their channel, employees all.
    @Test
    void outsiders_see_their_channel() {
        salesforce.simulator().users().change(ADA, user -> user.with(UserKind.PARTNER));
        salesforce.simulator().users().change(BOB, user -> user.with(UserKind.GUEST));

        assertThat(titles(ada)).containsExactly("partners");
        assertThat(titles(bob)).containsExactly("public");
        assertThat(titles(new SimClient(salesforce.simulator()).loggedIn())).hasSize(3);
    }

    // Object permission: without Read the object is an INVALID_TYPE and not in the global describe.
    @Test
    void knowledge_may_be_closed_to_one_user() {
        salesforce.simulator().users().change(ADA, user -> user.without(Right.READ_KNOWLEDGE));

        assertThat(SimClient.errorCode(ada.query("SELECT Id FROM Knowledge__kav")))
                .isEqualTo("INVALID_TYPE");
        assertThat(ada.get(SimClient.DATA + "/sobjects").body()).doesNotContain("__kav");
        assertThat(titles(bob)).hasSize(3);
    }

    // Special access rules name the Knowledge User licence; whether Lightning needs it to read is a switch.
    @Test
    void the_feature_licence_may_be_needed() {
        salesforce.simulator().users().change(ADA, user -> user.without(Right.KNOWLEDGE_USER));

        assertThat(titles(ada)).hasSize(3);
        salesforce.simulator().switches().set(Switch.LICENCE_NEEDED, true);
        assertThat(SimClient.errorCode(ada.query("SELECT Id FROM Knowledge__kav")))
                .isEqualTo("INVALID_TYPE");
    }

    // "API Enabled" and "View Setup and Configuration" are rights of the user.
    @Test
    void api_and_setup_are_rights() {
        salesforce.simulator().users().change(ADA, user -> user.without(Right.API_ENABLED));
        salesforce.simulator().users().change(BOB, user -> user.without(Right.VIEW_SETUP));

        assertThat(SimClient.errorCode(ada.get(SimClient.DATA + "/sobjects"))).isEqualTo("API_CURRENTLY_DISABLED");
        assertThat(bob.get(SimClient.DATA + "/limits").statusCode()).isEqualTo(403);
        assertThat(bob.get(SimClient.DATA + "/sobjects").statusCode()).isEqualTo(200);
    }

    // KnowledgeArticle: seen by whoever sees one of its versions.
    @Test
    void an_article_is_seen_through_its_versions() {
        salesforce.simulator().users().change(ADA, user -> user.with(UserKind.GUEST));

        assertThat(ada.records("SELECT Id FROM Knowledge__ka")).hasSize(1);
        assertThat(bob.records("SELECT ArticleNumber, MasterLanguage FROM KnowledgeArticle"))
                .hasSize(3);
    }

    private static List<String> titles(SimClient client) {
        return client.records("SELECT Title FROM Knowledge__kav WHERE PublishStatus = 'Online' ORDER BY Title").stream()
                .map(row -> row.get("Title").asString())
                .toList();
    }

    private static List<String> statuses(SimClient client) {
        return client.records("SELECT PublishStatus FROM Knowledge__kav ORDER BY PublishStatus").stream()
                .map(row -> row.get("PublishStatus").asString())
                .toList();
    }

    private void publish(String name, Channel... channels) {
        ArticleContent content = ArticleContent.of(name, name, "<p>x</p>");
        salesforce.simulator().publish(name, content.withLabels(content.labels().withChannels(Set.of(channels))));
    }
}
