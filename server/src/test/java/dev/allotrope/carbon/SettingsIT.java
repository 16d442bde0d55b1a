package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.Connections;
import dev.allotrope.source.settings.SourceScope;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The settings of a data source, seen through the wire.
class SettingsIT {
    private static final String DEFAULTS = """
            {"scope": {"languages": [], "channels": [], "record_types": [], "categories": [], "validation_statuses": []},
             "body_fields": [], "check_interval_minutes": null, "article_url_template": null}""";

    private static final String EVERYTHING = """
            {"scope": {"languages": ["en_US", "de"], "channels": ["public", "partner"], "record_types": ["FAQ"],
                       "categories": [{"group": "Products", "category": "Routers", "operator": "BELOW"}],
                       "validation_statuses": ["Validated"]},
             "body_fields": ["Answer__c", "Details__c"], "check_interval_minutes": 15,
             "article_url_template": "https://help.acme.example/s/article/{url_name}?language={language}"}""";

    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void a_data_source_nobody_configured_takes_everything() {
        assertThat(show()).isEqualTo(json(DEFAULTS));
        assertThat(change("{}").json()).isEqualTo(json(DEFAULTS));
    }

    @Test
    void every_setting_is_kept_and_shown() {
        CarbonServer.Reply changed = change(EVERYTHING);

        assertThat(changed.status()).as(changed.response().body()).isEqualTo(200);
        assertThat(changed.json()).isEqualTo(json(EVERYTHING));
        assertThat(show()).isEqualTo(json(EVERYTHING));
        assertThat(server.bean(Connections.class)
                        .settings(customer.tenant(), customer.connection())
                        .checkInterval())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void what_is_not_named_stays_and_null_is_the_default_again() {
        change(EVERYTHING);

        change("{\"scope\": {\"languages\": [\"fr\"], \"channels\": null}, \"check_interval_minutes\": null}");
        assertThat(show().at("/scope/languages")).isEqualTo(json("[\"fr\"]"));
        assertThat(show().at("/scope/channels")).isEqualTo(json("[]"));
        assertThat(show().at("/scope/record_types")).isEqualTo(json("[\"FAQ\"]"));
        assertThat(show().at("/check_interval_minutes").isNull()).isTrue();
        assertThat(show().at("/body_fields").size()).isEqualTo(2);

        change("{\"scope\": null, \"body_fields\": null, \"article_url_template\": null}");
        assertThat(show()).isEqualTo(json(DEFAULTS));
    }

    @Test
    void names_of_categories_may_end_as_in_soql_and_mean_the_line_by_default() {
        change("{\"scope\": {\"categories\": [{\"group\": \"Products__c\", \"category\": \"Routers__c\"}]}}");

        assertThat(show().at("/scope/categories"))
                .isEqualTo(json(
                        "[{\"group\": \"Products\", \"category\": \"Routers\", \"operator\": \"ABOVE_OR_BELOW\"}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'scope': {'languages': ['en_US', 'xx']}} | [body, scope, languages, 1] | like en_US or de",
                "{'scope': {'languages': ['en-US']}} | [body, scope, languages, 0] | like en_US or de",
                "{'scope': {'channels': ['intranet']}} | [body, scope, channels, 0] | 'internal', 'customer', 'partner', 'public'",
                "{'scope': {'record_types': ['How To']}} | [body, scope, record_types, 0] | developer name",
                "{'scope': {'categories': [{'group': 'P', 'category': 'R', 'operator': 'NEAR'}]}}"
                        + " | [body, scope, categories, 0, operator] | 'AT', 'BELOW', 'ABOVE', 'ABOVE_OR_BELOW'",
                "{'scope': {'categories': [{'group': 'P'}]}} | [body, scope, categories, 0, category] | Field required",
                "{'scope': {'categories': [{'group': 'P) --', 'category': 'R'}]}}"
                        + " | [body, scope, categories, 0, group] | API name",
                "{'scope': {'categories': [{'group': 'P', 'category': 'R', 'operator': 'AT'}, {'group': 'p', 'category': 'S'}]}}"
                        + " | [body, scope, categories, 1, operator] | the same operator",
                "{'scope': {'categories': [{'group': 'A', 'category': 'R'}, {'group': 'B', 'category': 'R'},"
                        + " {'group': 'C', 'category': 'R'}, {'group': 'D', 'category': 'R'}]}}"
                        + " | [body, scope, categories] | at most 3",
                "{'scope': {'validation_statuses': [' ']}} | [body, scope, validation_statuses, 0] | 1 to 255",
                "{'body_fields': ['Answer__c; DROP']} | [body, body_fields, 0] | API name of a field",
                "{'check_interval_minutes': 0} | [body, check_interval_minutes] | 1 to 10080",
                "{'check_interval_minutes': 10081} | [body, check_interval_minutes] | 1 to 10080",
                "{'article_url_template': 'https://help.acme.example/{id}'} | [body, article_url_template] | {id} is unknown",
                "{'article_url_template': 'https://help.acme.example/'} | [body, article_url_template] | {url_name}",
                "{'article_url_template': 'javascript:alert({url_name})'} | [body, article_url_template] | http",
                "{'article_url_template': 'https://{url_name}.example/'} | [body, article_url_template] | host",
                "{'article_url_template': 'https://a.example/{url_name}{'} | [body, article_url_template] | brace"
            })
    void what_cannot_be_right_is_refused_where_it_stands(String change, String loc, String words) {
        CarbonServer.Reply refused = change(change.replace('\'', '"'));

        assertThat(refused.status()).as(refused.response().body()).isEqualTo(422);
        JsonNode problem = refused.json().at("/detail/0");
        assertThat(problem.at("/loc").valueStream().map(JsonNode::asString).toList())
                .hasToString(loc);
        assertThat(problem.at("/msg").asString()).contains(words);
        assertThat(show()).isEqualTo(json(DEFAULTS));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        CarbonServer.Reply refused = change("""
                {"scope": {"languages": ["xx"], "record_types": ["a b"]}, "article_url_template": "ftp://{url_name}"}""");

        assertThat(refused.json().at("/detail").size()).isEqualTo(3);
    }

    @Test
    void a_change_of_what_is_listed_starts_a_run_and_another_interval_does_not() {
        change("{\"check_interval_minutes\": 30}");
        assertThat(runs().at("/count").asInt()).isZero();

        change("{\"scope\": {\"languages\": [\"de\"]}}");
        assertThat(runs().at("/count").asInt()).isEqualTo(1);
        assertThat(runs().at("/results/0/trigger").asString()).isEqualTo("SETTINGS");

        change("{\"scope\": {\"languages\": [\"de\"]}}");
        assertThat(runs().at("/count").asInt()).isEqualTo(1);
    }

    @Test
    void a_disconnected_data_source_can_be_configured_and_starts_nothing() {
        customer.ask("/revoke_access_token", "{\"data_source_id\": %s}".formatted(customer.connection()));

        assertThat(change(EVERYTHING).status()).isEqualTo(200);
        assertThat(runs().at("/count").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/integrations/items/sync, ''", "/integrations/files/sync, '\"ids\": [], '"})
    void asking_for_a_sync_may_bring_settings_which_take_the_place_of_all(String route, String more) {
        change(EVERYTHING);

        CarbonServer.Reply reply = customer.ask(
                route,
                "{\"data_source_id\": %s, %s\"salesforce_settings\": {\"scope\": {\"languages\": [\"de\"]}}}"
                        .formatted(customer.connection(), more));

        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(show().at("/scope/languages")).isEqualTo(json("[\"de\"]"));
        assertThat(show().at("/body_fields").isEmpty()).isTrue();
        assertThat(runs().at("/results")
                        .valueStream()
                        .map(run -> run.at("/trigger").asString()))
                .contains("SETTINGS")
                .doesNotContain("ITEMS_SYNC");
    }

    @Test
    void settings_that_cannot_be_right_are_refused_on_every_way_in() {
        String wrong = "\"salesforce_settings\": {\"scope\": {\"languages\": [\"xx\"]}}";

        assertThat(problem("/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true, "salesforce_domain": "acme.my.salesforce.com", %s}""".formatted(wrong)))
                .isEqualTo("[\"body\",\"salesforce_settings\",\"scope\",\"languages\",0]");
        assertThat(problem("/integrations/connect", """
                {"authentication": {"source": "SALESFORCE", "access_token": "x", "domain": "acme.my.salesforce.com"},
                 "sync_options": {%s}}""".formatted(wrong)))
                .isEqualTo("[\"body\",\"sync_options\",\"salesforce_settings\",\"scope\",\"languages\",0]");
        assertThat(problem(
                        "/integrations/items/sync",
                        "{\"data_source_id\": %s, %s}".formatted(customer.connection(), wrong)))
                .isEqualTo("[\"body\",\"salesforce_settings\",\"scope\",\"languages\",0]");
    }

    @Test
    void settings_belong_to_their_customer() {
        TestCustomer stranger = TestCustomer.of(server);
        change(EVERYTHING);

        assertThat(stranger.get("/data_sources/%s/settings".formatted(customer.connection()))
                        .status())
                .isEqualTo(404);
        assertThat(server.bean(Connections.class)
                        .settings(stranger.tenant(), stranger.connection())
                        .scope())
                .isEqualTo(SourceScope.ALL);
    }

    private String problem(String path, String body) {
        CarbonServer.Reply refused = customer.ask(path, body);
        assertThat(refused.status()).as(refused.response().body()).isEqualTo(422);
        return refused.json().at("/detail/0/loc").toString();
    }

    private JsonNode show() {
        CarbonServer.Reply reply = customer.get("/data_sources/%s/settings".formatted(customer.connection()));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    private CarbonServer.Reply change(String body) {
        return server.send(server.request(
                        "/data_sources/%s/settings".formatted(customer.connection()),
                        "authorization",
                        "Bearer " + CarbonServer.API_KEY,
                        "customer-id",
                        customer.name())
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private JsonNode runs() {
        return customer.get("/data_sources/%s/sync_runs".formatted(customer.connection()))
                .json();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
