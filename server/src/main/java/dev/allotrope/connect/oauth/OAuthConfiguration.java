package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connections;
import dev.allotrope.connect.app.CallbackPages;
import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.CredentialTable;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class OAuthConfiguration {
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
            CallbackPages pages) {
        return new SyncLinks(states, connections, transactions, events, pages.sync());
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
}
