package dev.allotrope.salesforce;

import dev.allotrope.salesforce.rest.RestSettings;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Patience;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// The source side of Salesforce: one REST client, what it learned about each org, and the [SalesforceSource] on top.
@Configuration(proxyBeanMethods = false)
class KnowledgeConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(KnowledgeConfiguration.class);

    @Bean
    Patience patience(@Value("${ALLOTROPE_DEV_SECOND_MILLIS:1000}") String millis) {
        Patience patience = Patience.of(millis);
        if (!patience.equals(Patience.USUAL)) {
            LOG.warn(
                    "ALLOTROPE_DEV_SECOND_MILLIS is set: for each second of the usual waits Salesforce is given {} ms."
                            + " For development only.",
                    patience.secondMillis());
        }
        return patience;
    }

    @Bean
    SalesforceRest salesforceRest(Patience patience) {
        return new SalesforceRest(new JsonMapper(), RestSettings.DEFAULT.within(patience));
    }

    @Bean
    Descriptions descriptions(SalesforceRest rest, InstantSource clock) {
        return new Descriptions(new Describing(rest), clock);
    }

    @Bean
    SalesforceSource salesforceSource(SalesforceRest rest, Descriptions descriptions, InstantSource clock) {
        return SalesforceSource.over(rest, descriptions, clock);
    }

    @Bean
    SalesforceAuditor salesforceAuditor(SalesforceRest rest, Descriptions descriptions) {
        return new SalesforceAuditor(rest, descriptions);
    }

    @Bean
    SalesforceAttachments salesforceAttachments(SalesforceRest rest, Descriptions descriptions) {
        return new SalesforceAttachments(rest, descriptions);
    }
}
