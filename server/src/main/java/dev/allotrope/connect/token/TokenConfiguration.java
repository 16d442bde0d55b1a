package dev.allotrope.connect.token;

import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.connect.vault.Resealing;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.Patience;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
    @Bean
    Authorizers authorizers(List<Authorizer> all) {
        return new Authorizers(all);
    }

    @Bean
    CredentialTable credentialTable(JdbcClient jdbc, Vault vault) {
        return new CredentialTable(jdbc, vault);
    }

    @Bean
    Resealing resealedTokens(CredentialTable credentials, Transactions transactions) {
        return new Resealing("tokens of connections", () -> transactions.in(Scope.SYSTEM, credentials::reseal));
    }

    /// On its own small pool: a refresh must not wait for callers that hold the main one.
    @Bean
    Refresher refresher(
            @Qualifier("refreshDataSource") ObjectProvider<DataSource> refreshPool,
            DataSource mainPool,
            Vault vault,
            Authorizers authorizers,
            ConnectedApps apps,
            Patience patience) {
        DataSource pool = refreshPool.getIfAvailable(() -> mainPool);
        JdbcClient jdbc = JdbcClient.create(pool);
        Transactions transactions = new Transactions(new DataSourceTransactionManager(pool), jdbc);
        return new Refresher(
                transactions,
                new CredentialTable(jdbc, vault),
                authorizers,
                apps.through(jdbc, transactions),
                patience);
    }
}
