package dev.allotrope.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.LinkTemplate;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionSettingsIT {
    private static final SourceSettings EVERYTHING = new SourceSettings(
            new SourceScope(
                    List.of("en_US", "de"),
                    List.of(SourceScope.Channel.PUBLIC, SourceScope.Channel.PARTNER),
                    List.of("FAQ"),
                    List.of(new SourceScope.Category("Products", "Routers", SourceScope.Operator.BELOW)),
                    List.of("It's \"fine\"")),
            List.of("Answer__c"),
            Duration.ofMinutes(15),
            new LinkTemplate("https://help.example/{language}/{url_name}"));

    private static final SourceSettings GERMAN = new SourceSettings(
            new SourceScope(List.of("de"), List.of(), List.of(), List.of(), List.of()), List.of(), null, null);

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestConnect connect;
    private Tenant tenant;

    @BeforeEach
    void start() {
        connect = new TestConnect(database);
        tenant = connect.tenant();
    }

    @Test
    void settings_survive_the_database_whole() {
        ConnectionId id = connect.authorized(tenant).id();

        assertThat(connect.connections.settings(tenant, id)).isEqualTo(SourceSettings.DEFAULT);
        connect.connections.configure(tenant, id, _ -> EVERYTHING);

        assertThat(connect.connections.settings(tenant, id)).isEqualTo(EVERYTHING);
    }

    @Test
    void settings_of_a_link_become_those_of_the_connection_and_start_nothing_by_themselves() {
        ConnectionId id =
                connect.authorized(tenant, SyncOptions.DEFAULT.with(EVERYTHING)).id();

        assertThat(connect.connections.settings(tenant, id)).isEqualTo(EVERYTHING);
        assertThat(connect.connections.get(tenant, id).options()).isEqualTo(SyncOptions.DEFAULT);
        assertThat(connect.events).containsExactly(new ConnectionAuthorized(tenant, id, true));
    }

    @Test
    void a_link_without_settings_leaves_those_that_are_there() {
        ConnectionId id =
                connect.authorized(tenant, SyncOptions.DEFAULT.with(EVERYTHING)).id();

        connect.authorized(tenant);
        assertThat(connect.connections.settings(tenant, id)).isEqualTo(EVERYTHING);

        connect.authorized(tenant, SyncOptions.DEFAULT.with(GERMAN));
        assertThat(connect.connections.settings(tenant, id)).isEqualTo(GERMAN);
    }

    @Test
    void a_change_is_told_once_with_what_was_before() {
        ConnectionId id = connect.authorized(tenant).id();
        connect.events.clear();

        connect.connections.configure(tenant, id, _ -> GERMAN);
        connect.connections.configure(tenant, id, _ -> GERMAN);

        assertThat(connect.events)
                .containsExactly(new Connections.Configured(tenant, id, SourceSettings.DEFAULT, GERMAN));
    }

    @Test
    void whoever_acts_for_a_connection_is_handed_its_settings() {
        ConnectionId id =
                connect.authorized(tenant, SyncOptions.DEFAULT.with(GERMAN)).id();

        Grant grant = connect.connections.grant(tenant, id, TestConnect.UNMETERED);

        assertThat(grant.settings()).isEqualTo(GERMAN);
    }

    @Test
    void another_tenants_settings_are_not_found() {
        ConnectionId id = connect.authorized(tenant).id();
        Tenant stranger = connect.tenant();

        assertThatThrownBy(() -> connect.connections.settings(stranger, id)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> connect.connections.configure(stranger, id, _ -> GERMAN))
                .isInstanceOf(Failure.class);
        assertThat(connect.connections.settings(tenant, id)).isEqualTo(SourceSettings.DEFAULT);
    }

    @Test
    void only_another_interval_leaves_the_listing_as_it_is() {
        SourceSettings often = new SourceSettings(SourceScope.ALL, List.of(), Duration.ofMinutes(5), null);

        assertThat(SourceSettings.DEFAULT.listsLike(often)).isTrue();
        assertThat(SourceSettings.DEFAULT.listsLike(GERMAN)).isFalse();
        assertThat(EVERYTHING.listsLike(GERMAN)).isFalse();
    }
}
