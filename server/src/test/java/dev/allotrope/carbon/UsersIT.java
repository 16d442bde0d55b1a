package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CarbonServer.Reply;
import dev.allotrope.tenant.Customer;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.settings.AutoSync;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Limits;
import dev.allotrope.tenant.settings.OrganizationSettings;
import dev.allotrope.tenant.settings.Preferences;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an organization asks and sets about itself and its users.
class UsersIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final String name = "ann";
    private TestOrganization acme;

    @BeforeEach
    void an_organization_asks() {
        acme = TestOrganization.of(server);
    }

    @Test
    void update_users_creates_those_it_does_not_know_and_sets_every_field() {
        Reply reply = acme.post("/update_users", """
                {"customer_ids": ["%s"], "auto_sync_enabled_sources": ["SALESFORCE", "ZENDESK"], "auto_sync_interval": "6",
                 "max_files": 10, "max_files_per_upload": 5, "max_characters": 1000, "max_characters_per_file": 0,
                 "max_characters_per_upload": -1, "unknown": 1}""".formatted(name));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(preferences())
                .isEqualTo(new Preferences(
                        AutoSync.only(List.of("SALESFORCE", "ZENDESK")),
                        6,
                        Map.of(
                                Limit.DOCUMENTS, 10L,
                                Limit.DOCUMENTS_PER_UPLOAD, 5L,
                                Limit.CHARACTERS, 1_000L,
                                Limit.CHARACTERS_PER_DOCUMENT, 0L,
                                Limit.CHARACTERS_PER_UPLOAD, -1L)));
    }

    @Test
    void a_customer_id_is_the_same_whether_a_client_writes_headers_in_utf_8_or_in_latin_1() {
        assertThat(whoAmI("Jürgen", StandardCharsets.UTF_8)).contains("\"Jürgen\"");
        assertThat(whoAmI("Jürgen", StandardCharsets.ISO_8859_1)).isEqualTo(whoAmI("Jürgen", StandardCharsets.UTF_8));
        assertThat(whoAmI("株式会社", StandardCharsets.UTF_8)).contains("\"株式会社\"");
    }

    @Test
    void customers_whose_ids_differ_in_one_latin_1_letter_are_two() {
        assertThat(whoAmI("Müller", StandardCharsets.ISO_8859_1)).contains("\"Müller\"");
        assertThat(whoAmI("Möller", StandardCharsets.ISO_8859_1)).contains("\"Möller\"");
    }

    /// Asked over a socket: the client of Java writes headers in ASCII only.
    private String whoAmI(String customer, Charset charset) {
        String request = "GET /whoami HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nauthorization: Bearer "
                + acme.key() + "\r\ncustomer-id: " + customer + "\r\n\r\n";
        try (Socket socket = new Socket("localhost", server.uri("").getPort())) {
            socket.getOutputStream().write(request.getBytes(charset));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200");
            return answer.substring(
                    answer.indexOf("\"organization_supplied_user_id\""), answer.indexOf("\"created_at\""));
        } catch (IOException e) {
            throw new AssertionError("the server cannot be reached", e);
        }
    }

    @Test
    void what_is_absent_stays_and_null_takes_a_number_away_but_no_sources() {
        update(
                "\"auto_sync_enabled_sources\": \"ALL\", \"auto_sync_interval\": 3, \"max_files\": 7, \"max_characters\": 9");

        update("\"max_files_per_upload\": 2");
        assertThat(preferences().limits())
                .isEqualTo(Map.of(Limit.DOCUMENTS, 7L, Limit.CHARACTERS, 9L, Limit.DOCUMENTS_PER_UPLOAD, 2L));
        assertThat(preferences().autoSyncHours()).isEqualTo(3);

        update("\"auto_sync_enabled_sources\": null, \"auto_sync_interval\": null, \"max_files\": null,"
                + " \"max_files_per_upload\": null, \"max_characters\": null");
        assertThat(preferences()).isEqualTo(new Preferences(AutoSync.EVERYTHING, null, Map.of()));
    }

    @Test
    void an_empty_list_switches_auto_sync_off_and_minus_one_inherits_the_interval() {
        update("\"auto_sync_enabled_sources\": \"ALL\", \"auto_sync_interval\": 12");

        update("\"auto_sync_enabled_sources\": [], \"auto_sync_interval\": -1");

        assertThat(preferences()).isEqualTo(new Preferences(AutoSync.NONE, null, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                               |                                       | customer_ids",
                "[\" \"]                          |                                       | customer_ids,0",
                "null                             |                                       | customer_ids",
                "[\"%s\"]                         | , \"auto_sync_interval\": 5            | auto_sync_interval",
                "[\"%s\"]                         | , \"auto_sync_interval\": 0            | auto_sync_interval",
                "[\"%s\"]                         | , \"auto_sync_interval\": -2           | auto_sync_interval",
                "[\"%s\"]                         | , \"max_files\": -2                    | max_files",
                "[\"%s\"]                         | , \"max_characters\": 1.5              | max_characters",
                "[\"%s\"]                         | , \"auto_sync_enabled_sources\": \"all\" | auto_sync_enabled_sources",
                "[\"%s\"]                         | , \"auto_sync_enabled_sources\": [\"ALL\"] | auto_sync_enabled_sources,0"
            })
    void what_update_users_cannot_do_it_does_not_do_for_anybody(String ids, String rest, String loc) {
        String body = "{\"customer_ids\": " + ids.formatted(name) + (rest == null ? "" : rest) + "}";

        Reply reply = acme.post("/update_users", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").valueStream().skip(1).map(step -> step.asString()))
                .containsExactly(loc.split(","));
        assertThat(server.bean(Customers.class).find(acme.id(), name)).isEmpty();
    }

    @Test
    void update_users_takes_a_hundred_users_and_no_more() {
        String hundred = ids(100);
        String more = ids(101);

        assertThat(acme.post("/update_users", "{\"customer_ids\": [%s], \"max_files\": 1}".formatted(more))
                        .status())
                .isEqualTo(422);
        assertThat(server.bean(Customers.class).find(acme.id(), name + "-0")).isEmpty();
        assertThat(acme.post("/update_users", "{\"customer_ids\": [%s], \"max_files\": 1}".formatted(hundred))
                        .status())
                .isEqualTo(200);
        assertThat(server.bean(Customers.class).find(acme.id(), name + "-99")).isPresent();
    }

    @Test
    void what_the_organization_sets_holds_for_users_without_their_own() {
        update("\"max_files\": 7");
        assertThat(acme.post("/organization/update", """
                {"global_user_config": {"auto_sync_enabled_sources": "ALL", "auto_sync_interval": 12, "max_files": 3,
                 "max_characters": 50}}""").response().body()).isEqualTo("{\"success\":true}");

        assertThat(server.bean(Settings.class).of(customer().tenant()))
                .isEqualTo(new EffectiveSettings(
                        AutoSync.EVERYTHING, 12, new Limits(Map.of(Limit.DOCUMENTS, 7L, Limit.CHARACTERS, 50L))));

        acme.post("/organization/update", "{\"global_user_config\": null}");
        assertThat(server.bean(Settings.class).of(customer().tenant()).autoSyncHours())
                .isEqualTo(12);
        acme.post("/organization/update", "{\"global_user_config\": {\"auto_sync_interval\": null}}");
        assertThat(server.bean(Settings.class).of(customer().tenant()).autoSyncHours())
                .isEqualTo(24);
    }

    @Test
    void the_organization_configures_its_sources_one_by_one() {
        acme.post("/organization/update", """
                {"data_source_configs": {"SALESFORCE": {"allowed_file_formats": ["SALESFORCE"]},
                 "DEFAULT": {"google_workspace_docs_save_as": "TXT"}}}""");
        acme.post(
                "/organization/update",
                "{\"data_source_configs\": {\"SALESFORCE\": {}, \"BOX\": {" + "\"allowed_file_formats\": [\"PDF\"]}}}");

        assertThat(server.bean(Settings.class).ofOrganization(acme.id()).sources())
                .isEqualTo(Map.of(
                        "DEFAULT", new OrganizationSettings.Source(List.of(), "TXT"),
                        "BOX", new OrganizationSettings.Source(List.of("PDF"), null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"global_user_config\": {\"auto_sync_interval\": 7}}  | global_user_config,auto_sync_interval",
                "{\"global_user_config\": {\"max_files\": -3}}          | global_user_config,max_files",
                "{\"data_source_configs\": {\"NOWHERE\": {}}}           | data_source_configs,NOWHERE",
                "{\"data_source_configs\": []}                          | data_source_configs",
                "{\"data_source_configs\": {\"BOX\": {\"allowed_file_formats\": null}}} | data_source_configs,BOX,allowed_file_formats"
            })
    void what_the_organization_cannot_set(String body, String loc) {
        Reply reply = acme.post("/organization/update", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").valueStream().skip(1).map(step -> step.asString()))
                .containsExactly(loc.split(","));
    }

    private String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + name + "-" + i + "\"")
                .collect(Collectors.joining(","));
    }

    private void update(String fields) {
        Reply reply = acme.post("/update_users", "{\"customer_ids\": [\"" + name + "\"], " + fields + "}");
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    private Customer customer() {
        return server.bean(Customers.class).find(acme.id(), name).orElseThrow();
    }

    private Preferences preferences() {
        return server.bean(Settings.class).ofCustomer(customer().tenant()).preferences();
    }
}
