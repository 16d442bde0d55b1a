package dev.allotrope.salesforce;

import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
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
    SalesforceAuthorizer salesforceAuthorizer(Environment environment) {
        Optional<URI> endpoint = Optional.ofNullable(environment.getProperty("ALLOTROPE_SALESFORCE_ENDPOINT"))
                .filter(Predicate.not(String::isBlank))
                .map(text -> URI.create(text.strip()));
        endpoint.ifPresent(address -> LOG.warn(
                "ALLOTROPE_SALESFORCE_ENDPOINT is set: every Salesforce domain is reached at {}. For development only.",
                address));
        return new SalesforceAuthorizer(new SalesforceHosts(endpoint), new OAuthHttp());
    }
}
