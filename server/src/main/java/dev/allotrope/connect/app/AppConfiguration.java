package dev.allotrope.connect.app;

import dev.allotrope.connect.vault.Resealing;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.tenant.Transactions;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class AppConfiguration {
    @Bean
    CallbackPages callbackPages(
            @Value("${ALLOTROPE_PUBLIC_URL:}") String publicUrl, @Value("${ALLOTROPE_PORT:8000}") String port) {
        return CallbackPages.of(publicUrl, port);
    }

    @Bean
    WhiteLabels whiteLabels(JdbcClient jdbc, Transactions transactions, Vault vault) {
        return new WhiteLabels(jdbc, transactions, vault);
    }

    @Bean
    Resealing resealedSecrets(WhiteLabels whiteLabels) {
        return new Resealing("secrets of white labels", whiteLabels::reseal);
    }

    @Bean
    ConnectedApps connectedApps(Environment environment, CallbackPages pages, WhiteLabels whiteLabels) {
        Optional<ConnectedApp> server = set(environment, "ALLOTROPE_SALESFORCE_CLIENT_ID")
                .map(id -> new ConnectedApp(
                        ConnectedApps.SERVER,
                        id,
                        set(environment, "ALLOTROPE_SALESFORCE_CLIENT_SECRET")
                                .map(Secret::of)
                                .orElse(null),
                        pages.callback()));
        return new ConnectedApps(server, whiteLabels);
    }

    private static Optional<String> set(Environment environment, String name) {
        return Optional.ofNullable(environment.getProperty(name))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty));
    }
}
