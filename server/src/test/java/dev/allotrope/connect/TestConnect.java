package dev.allotrope.connect;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.connect.app.TestApps;
import dev.allotrope.connect.app.WhiteLabels;
import dev.allotrope.connect.oauth.Authorizations;
import dev.allotrope.connect.oauth.AuthorizeRequest;
import dev.allotrope.connect.oauth.Outcome;
import dev.allotrope.connect.oauth.TestAuthorizations;
import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.CredentialTable;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.connect.token.TestTokens;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.salesforce.TestSalesforce;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.Grant;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// The package as it is wired in the server, on a database of the test and a fake remote system.
public final class TestConnect {
    public static final String DOMAIN = "acme.my.salesforce.com";
    public static final ConnectedApp APP = new ConnectedApp(
            "server",
            "client",
            Secret.of("client-secret"),
            URI.create("http://localhost:8000/integrations/salesforce"));
    public static final ConnectedApp SIMULATED_APP = new ConnectedApp(
            "server", SalesforceSimulator.CLIENT_ID, Secret.of(SalesforceSimulator.CLIENT_SECRET), APP.redirect());
    public static final ApiMeter UNMETERED = new ApiMeter() {
        @Override
        public void admit() {}

        @Override
        public void called() {}

        @Override
        public void allowance(long used, long allowed) {}
    };

    public final FakeRemote remote = new FakeRemote();
    public final Authorizer authorizer;
    public final MovableClock clock = new MovableClock();
    public final List<Object> events = new ArrayList<>();
    public final String key = TestVault.key();
    public final Vault vault = TestVault.of(key);
    public final JdbcClient jdbc;
    public final Transactions transactions;
    public final CredentialTable credentials;
    public final WhiteLabels whiteLabels;
    public final Refresher refresher;
    public final Connections connections;
    public final Authorizations authorizations;
    public final Revocation revocation;
    public final TokenUpkeep upkeep;

    private final TestDatabase database;

    public TestConnect(TestDatabase database) {
        this(database, Optional.of(APP));
    }

    public TestConnect(TestDatabase database, Optional<ConnectedApp> app) {
        this(database, app, null);
    }

    /// With the real authorizer, connected to a simulated org.
    public static TestConnect to(TestDatabase database, SalesforceSimulator org) {
        org.redirectUri(SIMULATED_APP.redirect().toString());
        return new TestConnect(database, Optional.of(SIMULATED_APP), TestSalesforce.authorizer(org.url()));
    }

    private TestConnect(TestDatabase database, Optional<ConnectedApp> app, @Nullable Authorizer real) {
        this.database = database;
        authorizer = real == null ? remote : real;
        jdbc = database.jdbc();
        transactions = database.transactions();
        credentials = TestTokens.credentials(jdbc, vault);
        whiteLabels = TestApps.whiteLabels(jdbc, transactions, vault);
        refresher = refresher(app);
        connections = new Connections(jdbc, transactions, refresher, events::add);
        Authorizers authorizers = new Authorizers(List.of(authorizer));
        authorizations = new TestAuthorizations(jdbc, transactions, vault, clock, events::add)
                .over(connections, apps(app), authorizers, credentials, refresher);
        revocation = new Revocation(jdbc, transactions, credentials, connections, authorizers, events::add);
        upkeep = new TokenUpkeep(connections, refresher, clock);
    }

    /// What another node of the same server would have.
    public Refresher refresher(Optional<ConnectedApp> app) {
        return TestTokens.refresher(
                new Transactions(new JdbcTransactionManager(database.dataSource()), jdbc),
                credentials,
                authorizer,
                apps(app));
    }

    private ConnectedApps apps(Optional<ConnectedApp> server) {
        return TestApps.connectedApps(server, whiteLabels);
    }

    /// A new customer of a new organization.
    public Tenant tenant() {
        return transactions.in(Scope.SYSTEM, () -> {
            long organization = jdbc.sql("INSERT INTO organization (name) VALUES ('o') RETURNING id")
                    .query(Long.class)
                    .single();
            long customer = jdbc.sql("INSERT INTO customer (organization_id, external_id) VALUES (?, 'c') RETURNING id")
                    .param(organization)
                    .query(Long.class)
                    .single();
            return new Tenant(new OrganizationId(organization), new CustomerId(customer));
        });
    }

    /// A connection that went through the whole authorization.
    public Connection authorized(Tenant tenant) {
        return authorized(tenant, SyncOptions.DEFAULT);
    }

    public Connection authorized(Tenant tenant, SyncOptions options) {
        Outcome outcome = authorizations.complete(Map.of("state", begin(tenant, options), "code", "good-code"));
        return ((Outcome.Completed) outcome).connection();
    }

    /// A connection to a simulated org whose user approved it.
    public Connection approved(Tenant tenant, SalesforceSimulator org, SyncOptions options) {
        Outcome outcome = authorizations.complete(new Consent(org).approve(link(tenant, options)));
        return ((Outcome.Completed) outcome).connection();
    }

    /// A link for a new account.
    public URI link(Tenant tenant) {
        return link(tenant, SyncOptions.DEFAULT);
    }

    private URI link(Tenant tenant, SyncOptions options) {
        return authorizations.begin(tenant, new AuthorizeRequest(SourceKind.SALESFORCE, DOMAIN, List.of(), options));
    }

    /// How a connection acts, unmetered.
    public Grant grant(Tenant tenant, Connection connection) {
        return connections.grant(tenant, connection.id(), UNMETERED);
    }

    /// The state of a new link.
    public String begin(Tenant tenant, SyncOptions options) {
        return parameters(link(tenant, options)).get("state");
    }

    public static Map<String, String> parameters(URI link) {
        return Arrays.stream(link.getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /// Everything in the tables of this package as text, to look for secrets.
    public String stored() {
        Function<String, String> rows = table -> String.join(
                "\n",
                jdbc.sql("SELECT t::text FROM " + table + " t")
                        .query(String.class)
                        .list());
        return transactions.in(
                Scope.SYSTEM,
                () -> rows.apply("connection")
                        + rows.apply("connect_credential")
                        + rows.apply("connect_state")
                        + rows.apply("connect_app")
                        + rows.apply("connect_former_app"));
    }

    /// As if the time of a refresh that began had passed.
    public void interruptAttempts() {
        transactions.run(
                Scope.SYSTEM,
                () -> jdbc.sql("UPDATE connect_credential SET attempt_until = attempt_until - interval '1 hour'")
                        .update());
    }
}
