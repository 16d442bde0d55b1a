package dev.allotrope.salesforce;

import dev.allotrope.source.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Wires the OAuth side of this package.
@Configuration(proxyBeanMethods = false)
class SalesforceOAuthConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SalesforceOAuthConfiguration.class);

    @Bean
    SalesforceAuthorizer salesforceAuthorizer(Environment environment, Patience patience) {
        SalesforceHosts hosts = SalesforceHosts.of(environment.getProperty("ALLOTROPE_SALESFORCE_ENDPOINT", ""));
        hosts.endpoints()
                .forEach((domain, address) -> LOG.warn(
                        "ALLOTROPE_SALESFORCE_ENDPOINT is set: the Salesforce domain {} is reached at {}. For development only.",
                        domain,
                        address));
        return new SalesforceAuthorizer(hosts, new OAuthHttp(patience));
    }
}
