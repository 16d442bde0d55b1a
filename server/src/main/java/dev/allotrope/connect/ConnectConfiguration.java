package dev.allotrope.connect;

import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Transactions;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/// Wires this package.
@Configuration(proxyBeanMethods = false)
class ConnectConfiguration {
    private static final String CALLBACK = "/integrations/salesforce";
    private static final String SYNC_PAGE = CALLBACK + "/sync";

    @Bean
    Vault vault(Environment environment) {
        Optional<String> keys = set(environment, "ALLOTROPE_ENCRYPTION_KEYS");
        if (keys.isPresent()) {
            return new Vault(EncryptionKeys.parse(keys.get()));
        }
        if (set(environment, "ALLOTROPE_DATABASE_URL").isPresent()) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not start: with ALLOTROPE_DATABASE_URL the keys that encrypt credentials must be given; set"
                            + " ALLOTROPE_ENCRYPTION_KEYS to the output of ./allotrope encryption-key and keep it safe");
        }
        return new Vault(EncryptionKeys.inFolder(
                Path.of(set(environment, "ALLOTROPE_DATA_DIR").orElse("./data"))));
    }

    @Bean
    SigningKeys signingKeys(Vault vault) {
        return new SigningKeys(vault);
    }

    @Bean
    WhiteLabels whiteLabels(JdbcClient jdbc, Transactions transactions, Vault vault) {
        return new WhiteLabels(jdbc, transactions, vault);
    }

    @Bean
    ConnectedApps connectedApps(Environment environment, WhiteLabels whiteLabels) {
        return new ConnectedApps(server(environment), whiteLabels);
    }

    @Bean
    Authorizers authorizers(List<Authorizer> all) {
        return new Authorizers(all);
    }

    @Bean
    CredentialTable credentialTable(JdbcClient jdbc, Vault vault) {
        return new CredentialTable(jdbc, vault);
    }

    /// On its own small pool: a refresh must not wait for callers that hold the main one.
    @Bean
    Refresher refresher(
            @Qualifier("refreshDataSource") ObjectProvider<DataSource> refreshPool,
            DataSource mainPool,
            Vault vault,
            Authorizers authorizers,
            Environment environment) {
        DataSource pool = refreshPool.getIfAvailable(() -> mainPool);
        JdbcClient jdbc = JdbcClient.create(pool);
        Transactions transactions = new Transactions(new DataSourceTransactionManager(pool), jdbc);
        ConnectedApps apps = new ConnectedApps(server(environment), new WhiteLabels(jdbc, transactions, vault));
        return new Refresher(transactions, new CredentialTable(jdbc, vault), authorizers, apps);
    }

    @Bean
    Connections connections(
            JdbcClient jdbc, Transactions transactions, Refresher refresher, ApplicationEventPublisher events) {
        return new Connections(jdbc, transactions, refresher, events);
    }

    @Bean
    States states(JdbcClient jdbc, Transactions transactions, Vault vault, InstantSource clock) {
        return new States(jdbc, transactions, vault, clock);
    }

    @Bean
    Enrolment enrolment(
            JdbcClient jdbc,
            Transactions transactions,
            CredentialTable credentials,
            Connections connections,
            ApplicationEventPublisher events) {
        return new Enrolment(jdbc, transactions, credentials, connections, events);
    }

    @Bean
    SyncLinks syncLinks(
            States states,
            Connections connections,
            Transactions transactions,
            ApplicationEventPublisher events,
            Environment environment) {
        return new SyncLinks(states, connections, transactions, events, page(environment, SYNC_PAGE));
    }

    @Bean
    Authorizations authorizations(
            Authorizers authorizers,
            ConnectedApps apps,
            States states,
            Enrolment enrolment,
            SyncLinks syncLinks,
            Refresher refresher) {
        return new Authorizations(
                authorizers, apps, states, enrolment, syncLinks, new Liveness(authorizers, refresher));
    }

    @Bean
    Revocation revocation(
            JdbcClient jdbc,
            Transactions transactions,
            CredentialTable credentials,
            Connections connections,
            Authorizers authorizers,
            ApplicationEventPublisher events) {
        return new Revocation(jdbc, transactions, credentials, connections, authorizers, events);
    }

    @Bean
    Eraser connectionsOfDeletedCustomers(Revocation revocation) {
        return new Eraser(Eraser.Stage.CONNECTIONS, revocation::erase);
    }

    @Bean
    TokenUpkeep tokenUpkeep(Connections connections, Refresher refresher) {
        return new TokenUpkeep(connections, refresher);
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner firstTokenUpkeep(Jobs jobs) {
        return arguments -> jobs.wakeIfAbsent(Lane.PROMPT, TokenUpkeep.NAME, TokenUpkeep.INSTANCE);
    }

    /// The app that the server itself is configured with.
    private static Optional<ConnectedApp> server(Environment environment) {
        return set(environment, "ALLOTROPE_SALESFORCE_CLIENT_ID")
                .map(id -> new ConnectedApp(
                        ConnectedApps.SERVER,
                        id,
                        set(environment, "ALLOTROPE_SALESFORCE_CLIENT_SECRET")
                                .map(Secret::of)
                                .orElse(null),
                        page(environment, CALLBACK)));
    }

    private static URI page(Environment environment, String path) {
        String base = set(environment, "ALLOTROPE_PUBLIC_URL").orElse("http://localhost:8000");
        return URI.create(base.replaceAll("/+$", "") + path);
    }

    private static Optional<String> set(Environment environment, String name) {
        return Optional.ofNullable(environment.getProperty(name))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty));
    }
}
