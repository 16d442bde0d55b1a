package dev.allotrope.connect.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.Consent;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.TestConnect;
import dev.allotrope.connect.oauth.Handover;
import dev.allotrope.connect.oauth.Outcome;
import dev.allotrope.connect.oauth.ResumeRequest;
import dev.allotrope.connect.token.Credential;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Secret;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.source.Grant;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Organizations with OAuth clients of their own, against a simulated org that knows them all.
class WhiteLabelsIT {
    private static final URI OURS = URI.create("https://connect.acme.example/integrations/salesforce");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SalesforceSimulator org;
    private TestConnect connect;
    private Tenant tenant;

    @BeforeEach
    void start() {
        org = salesforce.simulator();
        connect = TestConnect.to(database, org);
        org.register("acme", "acme-secret", OURS.toString());
        org.register("globex", "globex-secret", "https://globex.example/integrations/salesforce");
        org.register("public", "", OURS.toString());
        tenant = connect.tenant();
    }

    @Test
    void each_organization_connects_and_refreshes_through_its_own_app() {
        Tenant other = connect.tenant();
        Tenant third = connect.tenant();
        register(tenant, "acme", "acme-secret", OURS);
        register(other, "globex", "globex-secret", URI.create("https://globex.example/integrations/salesforce"));

        assertThat(link(tenant)).containsEntry("client_id", "acme").containsEntry("redirect_uri", OURS.toString());
        assertThat(link(other)).containsEntry("client_id", "globex");
        assertThat(link(third)).containsEntry("client_id", SalesforceSimulator.CLIENT_ID);
        for (Tenant each : List.of(tenant, other, third)) {
            Grant grant = connect.grant(each, approved(each));
            org.grants().expireSessions();
            grant.renew(grant.current());
            assertThat(works(grant)).isTrue();
        }
    }

    @Test
    void secrets_open_without_the_former_key_once_they_were_sealed_anew() {
        String newKey = TestVault.key();
        register(tenant, "globex", "globex-secret", OURS);
        update(tenant, "acme", "acme-secret", OURS);
        WhiteLabels both = labels(TestVault.of(newKey, connect.key));

        assertThat(both.reseal()).isEqualTo(2);

        WhiteLabels later = labels(TestVault.of(newKey));
        assertThat(secret(later, "acme")).isEqualTo(Secret.of("acme-secret"));
        assertThat(secret(later, "globex")).isEqualTo(Secret.of("globex-secret"));
        assertThat(both.reseal()).isZero();
    }

    private WhiteLabels labels(Vault vault) {
        return TestApps.whiteLabels(connect.jdbc, connect.transactions, vault);
    }

    private @Nullable Secret secret(WhiteLabels labels, String client) {
        return labels.named(tenant.organization(), SourceKind.SALESFORCE, "own:" + client)
                .orElseThrow()
                .clientSecret();
    }

    @Test
    void secrets_are_stored_sealed_and_bound_to_their_place() {
        register(tenant, "acme", "acme-secret", OURS);
        Tenant other = connect.tenant();
        register(other, "acme", "acme-secret", OURS);

        assertThat(connect.stored()).contains("acme").doesNotContain("acme-secret");
        swapSecrets(tenant, other);
        assertThatThrownBy(() -> link(tenant)).hasMessageContaining("was moved");
    }

    @Test
    void a_public_client_connects_and_refreshes_without_a_secret() {
        register(tenant, "public", null, OURS);

        Grant grant = connect.grant(tenant, approved(tenant));
        org.grants().expireSessions();
        grant.renew(grant.current());

        assertThat(works(grant)).isTrue();
        assertThat(list(tenant).getFirst().confidential()).isFalse();
    }

    @Test
    void a_connection_keeps_the_app_it_was_given_to_when_the_organization_brings_its_own() {
        Grant before = connect.grant(tenant, approved(tenant));
        register(tenant, "acme", "acme-secret", OURS);

        org.grants().expireSessions();
        before.renew(before.current());

        assertThat(works(before)).isTrue();
        assertThat(link(tenant)).containsEntry("client_id", "acme");
    }

    @Test
    void a_new_secret_is_used_for_every_connection_at_once() {
        register(tenant, "acme", "acme-secret", OURS);
        Grant grant = connect.grant(tenant, approved(tenant));
        rotateSecret("acme", "new-secret");
        org.grants().expireSessions();
        assertThatThrownBy(() -> grant.renew(grant.current())).hasMessageContaining("the client secret is wrong");

        update(tenant, "acme", "new-secret", OURS);
        grant.renew(grant.current());

        assertThat(works(grant)).isTrue();
    }

    @Test
    void a_known_client_keeps_its_secret_when_none_is_given() {
        register(tenant, "acme", "acme-secret", OURS);
        URI moved = URI.create("https://moved.example/integrations/salesforce");
        org.register("acme", "acme-secret", OURS.toString(), moved.toString());

        update(tenant, "acme", null, moved);

        assertThat(link(tenant)).containsEntry("redirect_uri", moved.toString());
        assertThat(approved(tenant).revoked()).isFalse();
        assertThat(list(tenant).getFirst().confidential()).isTrue();
    }

    @Test
    void a_replaced_client_serves_its_connections_until_they_are_gone() {
        register(tenant, "acme", "acme-secret", OURS);
        Connection old = approved(tenant);
        WhiteLabel before = list(tenant).getFirst();
        update(tenant, "public", null, OURS);

        assertThat(list(tenant)).singleElement().satisfies(now -> {
            assertThat(now.id()).isEqualTo(before.id());
            assertThat(now.clientId()).isEqualTo("public");
            assertThat(now.updatedAt()).isAfter(before.updatedAt());
        });
        assertThat(link(tenant)).containsEntry("client_id", "public");
        org.grants().expireSessions();
        connect.authorizations.sweep();
        assertThat(former(tenant)).containsExactly("acme");
        Grant grant = connect.grant(tenant, old);
        grant.renew(grant.current());
        assertThat(works(grant)).isTrue();

        connect.revocation.revoke(tenant, old.id());
        connect.authorizations.sweep();
        assertThat(former(tenant)).isEmpty();
    }

    @Test
    void a_link_handed_out_before_the_client_was_replaced_still_connects() {
        register(tenant, "acme", "acme-secret", OURS);
        URI link = connect.link(tenant);
        update(tenant, "public", null, URI.create("https://moved.example/integrations/salesforce"));
        connect.authorizations.sweep();

        Outcome outcome = connect.authorizations.complete(new Consent(org).approve(link));

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void going_back_to_a_replaced_client_heals_its_connections() {
        register(tenant, "acme", "acme-secret", OURS);
        Grant grant = connect.grant(tenant, approved(tenant));
        rotateSecret("acme", "new-secret");
        update(tenant, "public", null, OURS);
        update(tenant, "acme", "new-secret", OURS);

        org.grants().expireSessions();
        grant.renew(grant.current());

        assertThat(works(grant)).isTrue();
    }

    @Test
    void a_deleted_white_label_takes_its_secrets_along_and_works_again_when_it_is_back() {
        register(tenant, "globex", "globex-secret", OURS);
        update(tenant, "acme", "acme-secret", OURS);
        Connection connection = approved(tenant);
        Grant grant = connect.grant(tenant, connection);
        assertThat(former(tenant)).containsExactly("globex");

        int deleted = connect.whiteLabels.delete(
                scope(tenant), List.of(list(tenant).getFirst().id()));

        assertThat(deleted).isEqualTo(1);
        assertThat(former(tenant)).isEmpty();
        assertThat(works(grant)).isTrue();
        assertThat(link(tenant)).containsEntry("client_id", SalesforceSimulator.CLIENT_ID);
        org.grants().expireSessions();
        assertThatThrownBy(() -> grant.renew(grant.current()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageContaining("connect the account again");

        register(tenant, "acme", "acme-secret", OURS);
        grant.renew(grant.current());
        assertThat(works(grant)).isTrue();
    }

    @Test
    void a_link_of_a_deleted_white_label_says_what_to_do() {
        register(tenant, "acme", "acme-secret", OURS);
        Map<String, String> callback = new Consent(org).approve(connect.link(tenant));
        connect.whiteLabels.delete(
                scope(tenant), List.of(list(tenant).getFirst().id()));

        assertThat(connect.authorizations.complete(callback)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Outcome.Reason.REFUSED);
            assertThat(refused.explanation()).contains("connect the account again");
        });
    }

    @Test
    void an_account_that_lost_its_app_is_offered_the_servers() {
        register(tenant, "acme", "acme-secret", OURS);
        Connection connection = approved(tenant);
        connect.whiteLabels.delete(
                scope(tenant), List.of(list(tenant).getFirst().id()));
        org.grants().expireSessions();

        URI link = connect.authorizations.resume(
                tenant,
                new ResumeRequest(SourceKind.SALESFORCE, connection.id(), null, List.of(), SyncOptions.DEFAULT));

        assertThat(TestConnect.parameters(link)).containsEntry("client_id", SalesforceSimulator.CLIENT_ID);
    }

    @Test
    void tokens_obtained_elsewhere_are_taken_for_the_organizations_own_app() {
        register(tenant, "acme", "acme-secret", OURS);
        Connection approved = approved(tenant);
        Credential tokens = connect.refresher.credential(tenant, approved.id());

        Connection taken = connect.authorizations.connect(
                tenant,
                new Handover(
                        SourceKind.SALESFORCE,
                        TestConnect.DOMAIN,
                        tokens.access().value(),
                        tokens.refresh(),
                        SyncOptions.DEFAULT));

        assertThat(connect.refresher.credential(tenant, taken.id()).app()).isEqualTo("own:acme");
    }

    @Test
    void there_is_one_for_each_kind_and_creating_it_twice_changes_nothing() {
        assertThat(connect.whiteLabels.create(scope(tenant), wanted("acme", "acme-secret", OURS)))
                .isTrue();
        assertThat(connect.whiteLabels.create(scope(tenant), wanted("globex", "x", OURS)))
                .isFalse();

        assertThat(list(tenant)).singleElement().satisfies(only -> {
            assertThat(only.clientId()).isEqualTo("acme");
            assertThat(only.redirect()).isEqualTo(OURS);
        });
    }

    @Test
    void another_organizations_white_label_is_not_there() {
        register(tenant, "acme", "acme-secret", OURS);
        Tenant other = connect.tenant();
        List<WhiteLabel.Id> ids = List.of(list(tenant).getFirst().id());

        assertThat(list(other)).isEmpty();
        assertThat(connect.whiteLabels.count(scope(other), WhiteLabels.Filter.ALL))
                .isZero();
        assertThat(connect.whiteLabels.delete(scope(other), ids)).isZero();
        assertThatThrownBy(() -> update(other, "acme", "stolen", OURS))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(list(tenant)).hasSize(1);
    }

    private void register(Tenant whose, String client, @Nullable String secret, URI redirect) {
        assertThat(connect.whiteLabels.create(scope(whose), wanted(client, secret, redirect)))
                .isTrue();
    }

    private void update(Tenant whose, String client, @Nullable String secret, URI redirect) {
        connect.whiteLabels.update(scope(whose), wanted(client, secret, redirect));
    }

    private static WhiteLabel.Registration wanted(String client, @Nullable String secret, URI redirect) {
        return new WhiteLabel.Registration(
                SourceKind.SALESFORCE, client, secret == null ? null : Secret.of(secret), redirect);
    }

    private List<WhiteLabel> list(Tenant whose) {
        return connect.whiteLabels.list(
                scope(whose), WhiteLabels.Filter.ALL, WhiteLabel.Order.CREATED_AT_ASCENDING, Page.first(10));
    }

    private static Scope.Organization scope(Tenant whose) {
        return new Scope.Organization(whose.organization());
    }

    private Map<String, String> link(Tenant whose) {
        return TestConnect.parameters(connect.link(whose));
    }

    private Connection approved(Tenant whose) {
        return connect.approved(whose, org, SyncOptions.DEFAULT);
    }

    private boolean works(Grant grant) {
        return org.grants().authenticate(grant.current().value().reveal()).isPresent();
    }

    /// The clients that others took the place of.
    private List<String> former(Tenant whose) {
        return connect.transactions.in(
                scope(whose),
                () -> connect.jdbc
                        .sql("SELECT client_id FROM connect_former_app WHERE organization_id = ?")
                        .param(whose.organization().value())
                        .query(String.class)
                        .list());
    }

    /// As an administrator does in Salesforce, where approvals stay.
    private void rotateSecret(String client, String secret) {
        org.register(client, secret, OURS.toString());
    }

    private void swapSecrets(Tenant one, Tenant other) {
        connect.transactions.run(
                Scope.SYSTEM,
                () -> connect.jdbc
                        .sql("""
                        UPDATE connect_app a SET client_secret = b.client_secret FROM connect_app b
                        WHERE a.organization_id = ? AND b.organization_id = ?""")
                        .params(one.organization().value(), other.organization().value())
                        .update());
    }
}
