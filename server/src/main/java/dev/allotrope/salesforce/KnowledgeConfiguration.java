package dev.allotrope.salesforce;

import dev.allotrope.salesforce.rest.RestSettings;
import dev.allotrope.salesforce.rest.SalesforceRest;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// The source side of Salesforce: one REST client, what it learned about each org, and the [SalesforceSource] on top.
@Configuration(proxyBeanMethods = false)
class KnowledgeConfiguration {
    @Bean
    SalesforceRest salesforceRest() {
        return new SalesforceRest(new JsonMapper(), RestSettings.DEFAULT);
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
