package dev.allotrope.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.settings.AutoSync;
import dev.allotrope.tenant.settings.CustomerSettings;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Limits;
import dev.allotrope.tenant.settings.OrganizationSettings;
import dev.allotrope.tenant.settings.Preferences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Limits UNLIMITED = Limits.NONE;

    private final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    private Customers customers;
    private Settings settings;
    private OrganizationId organization;
    private Tenant tenant;

    @BeforeEach
    void start() {
        customers = new Customers(database.jdbc(), database.transactions());
        settings = new Settings(database.jdbc(), database.transactions(), customers, events::add);
        organization = new Organizations(database.jdbc(), database.transactions())
                .create("Acme")
                .id();
        tenant = customers.named(organization, "user-1").tenant();
    }

    @Test
    void nothing_is_synced_by_itself_and_nothing_is_limited_until_somebody_says_so() {
        assertThat(settings.of(tenant)).isEqualTo(new EffectiveSettings(AutoSync.NONE, 24, UNLIMITED));
        assertThat(settings.of(tenant).limits().of(Limit.DOCUMENTS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_customer_without_settings_has_those_of_the_organization() {
        settings.change(
                organization,
                preferences -> preferences.with(new Preferences(
                        AutoSync.EVERYTHING, 6, Map.of(Limit.DOCUMENTS, 10L, Limit.CHARACTERS, 1_000L))));

        assertThat(settings.of(tenant))
                .isEqualTo(new EffectiveSettings(
                        AutoSync.EVERYTHING, 6, new Limits(Map.of(Limit.DOCUMENTS, 10L, Limit.CHARACTERS, 1_000L))));
    }

    @Test
    void what_a_customer_has_of_their_own_counts_before_the_organization() {
        settings.change(
                organization,
                before -> before.with(new Preferences(
                        AutoSync.EVERYTHING,
                        6,
                        Map.of(Limit.DOCUMENTS, 10L, Limit.CHARACTERS, 1_000L, Limit.CHARACTERS_PER_DOCUMENT, 5L))));
        Preferences own =
                new Preferences(AutoSync.NONE, 3, Map.of(Limit.DOCUMENTS, 20L, Limit.CHARACTERS, Preferences.NO_LIMIT));

        change("user-1", before -> before.with(own));

        assertThat(settings.of(tenant))
                .isEqualTo(new EffectiveSettings(
                        AutoSync.NONE, 3, new Limits(Map.of(Limit.DOCUMENTS, 20L, Limit.CHARACTERS_PER_DOCUMENT, 5L))));
        assertThat(settings.ofCustomer(tenant).preferences()).isEqualTo(own);
    }

    @Test
    void what_is_taken_away_is_inherited_again() {
        settings.change(organization, before -> before.with(new Preferences(null, 12, Map.of(Limit.DOCUMENTS, 10L))));
        change("user-1", before -> before.with(new Preferences(null, 3, Map.of(Limit.DOCUMENTS, 20L))));

        change(
                "user-1",
                before ->
                        before.with(before.preferences().withAutoSyncHours(null).withLimit(Limit.DOCUMENTS, null)));

        assertThat(settings.of(tenant))
                .isEqualTo(new EffectiveSettings(AutoSync.NONE, 12, new Limits(Map.of(Limit.DOCUMENTS, 10L))));
    }

    @Test
    void auto_sync_covers_the_kinds_that_were_named() {
        change("user-1", before -> before.with(before.preferences().withAutoSync(AutoSync.only(List.of("B", "A")))));

        AutoSync chosen = settings.of(tenant).autoSync();

        assertThat(chosen.covers("A")).isTrue();
        assertThat(chosen.covers("C")).isFalse();
        assertThat(AutoSync.EVERYTHING.covers("C")).isTrue();
        assertThat(AutoSync.NONE.covers("A")).isFalse();
    }

    @Test
    void customers_who_are_not_known_are_created() {
        settings.change(organization, List.of("new-2", "new-1", "user-1"), SettingsIT::every6Hours);

        for (String name : List.of("new-1", "new-2", "user-1")) {
            Tenant found = customers.find(organization, name).orElseThrow().tenant();
            assertThat(settings.of(found).autoSyncHours()).isEqualTo(6);
        }
    }

    @Test
    void one_impossible_customer_changes_none() {
        assertThatThrownBy(() -> settings.change(
                        organization, List.of("user-1", "unborn", "x".repeat(513)), SettingsIT::every6Hours))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID));

        assertThat(settings.of(tenant).autoSyncHours()).isEqualTo(24);
        assertThat(customers.find(organization, "unborn")).isEmpty();
    }

    @Test
    void a_change_is_told_once_and_what_changes_nothing_is_not() {
        change("user-1", SettingsIT::every6Hours);
        change("user-1", SettingsIT::every6Hours);
        settings.change(
                organization, before -> before.with("DEFAULT", new OrganizationSettings.Source(List.of("X"), null)));
        settings.change(organization, before -> before);

        assertThat(events)
                .containsExactly(
                        new SettingsChanged(tenant), new SettingsChanged(new Scope.Organization(organization)));
    }

    @Test
    void a_change_moves_the_time_of_the_customer() {
        Customer before = customers.get(tenant);

        change("user-1", SettingsIT::every6Hours);
        Customer after = customers.get(tenant);
        change("user-1", SettingsIT::every6Hours);

        assertThat(after.updatedAt()).isAfter(before.updatedAt());
        assertThat(customers.get(tenant)).isEqualTo(after);
    }

    @Test
    void features_and_formats_are_remembered() {
        settings.change(tenant, before -> before.with("sparse", true).with("other", false));
        OrganizationSettings.Source source = new OrganizationSettings.Source(List.of("PDF", "MD"), "TXT");
        settings.change(organization, before -> before.with("DEFAULT", source).with("X", source));
        settings.change(organization, before -> before.with("X", OrganizationSettings.Source.UNSET));

        assertThat(settings.ofCustomer(tenant).features()).isEqualTo(Map.of("sparse", true, "other", false));
        assertThat(settings.ofOrganization(organization).sources()).isEqualTo(Map.of("DEFAULT", source));
    }

    @Test
    void changes_at_the_same_time_are_all_made() throws Exception {
        List<Callable<Boolean>> changes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String feature = "feature-" + i;
            List<String> ids = i % 2 == 0 ? List.of("user-1", "user-2") : List.of("user-2", "user-1");
            changes.add(() -> {
                settings.change(organization, ids, before -> before.with(feature, true));
                return true;
            });
        }
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> change : callers.invokeAll(changes)) {
                assertThat(change.get()).isTrue();
            }
        }

        assertThat(settings.ofCustomer(tenant).features()).hasSize(12);
    }

    @Test
    void settings_of_another_organization_are_not_found() {
        OrganizationId other = new Organizations(database.jdbc(), database.transactions())
                .create("Other")
                .id();
        Tenant stranger = new Tenant(other, tenant.customer());

        assertThatThrownBy(() -> settings.of(stranger)).hasMessageContaining("was not found");
        assertThatThrownBy(() -> settings.change(stranger, SettingsIT::every6Hours))
                .hasMessageContaining("was not found");
    }

    private void change(String externalId, UnaryOperator<CustomerSettings> change) {
        settings.change(organization, List.of(externalId), change);
    }

    private static CustomerSettings every6Hours(CustomerSettings before) {
        return before.with(before.preferences().withAutoSyncHours(6));
    }
}
