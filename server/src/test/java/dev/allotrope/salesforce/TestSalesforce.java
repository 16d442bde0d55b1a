package dev.allotrope.salesforce;

import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.Patience;
import dev.allotrope.source.Source;
import dev.allotrope.source.audit.Auditor;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/// The real parts of this package, against an org of the test.
public final class TestSalesforce {
    private TestSalesforce() {}

    /// Reaches every domain at `endpoint`.
    public static Authorizer authorizer(String endpoint) {
        return new SalesforceAuthorizer(SalesforceHosts.of(endpoint), new OAuthHttp(Patience.USUAL));
    }

    /// A source that repeats failed calls at once.
    public static Source source() {
        return sides().source();
    }

    /// The source and the auditor, which share what they learned about an org.
    public record Sides(Source source, Auditor auditor) {}

    public static Sides sides() {
        SalesforceRest rest = new SalesforceRest(new JsonMapper(), TestArticles.IMPATIENT);
        Descriptions descriptions = new Descriptions(new Describing(rest), InstantSource.system());
        return new Sides(
                SalesforceSource.over(rest, descriptions, InstantSource.system()),
                new SalesforceAuditor(rest, descriptions));
    }
}
