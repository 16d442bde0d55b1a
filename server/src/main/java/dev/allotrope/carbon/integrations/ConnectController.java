package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.processing.EmbeddingModels;
import dev.allotrope.carbon.contract.source.DataSources;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.oauth.Authorizations;
import dev.allotrope.connect.oauth.AuthorizeRequest;
import dev.allotrope.connect.oauth.Handover;
import dev.allotrope.connect.oauth.ResumeRequest;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Connecting accounts: by a link for the end user's browser, or with tokens at hand.
@RestController
final class ConnectController {
    private final Authorizations authorizations;
    private final Customers customers;
    private final Settings settings;
    private final EmbeddingModels models;

    ConnectController(Authorizations authorizations, Customers customers, Settings settings, EmbeddingModels models) {
        this.authorizations = authorizations;
        this.customers = customers;
        this.settings = settings;
        this.models = models;
    }

    @PostMapping("/integrations/oauth_url")
    OuthURLResponse oauthUrl(Tenant tenant, @RequestBody OAuthURLRequest request) {
        if (request.service() != OauthBasedConnectors.SALESFORCE) {
            throw new Failure(
                    ErrorCode.NOT_SUPPORTED,
                    "could not make a link for " + request.service() + ": the supported service is SALESFORCE");
        }
        models.require(request.embeddingModel());
        URI link = request.connectingNewAccount() ? begin(tenant, request) : resume(tenant, request);
        return new OuthURLResponse(link.toString());
    }

    @PostMapping("/integrations/connect")
    ConnectDataSourceResponse connect(Tenant tenant, @RequestBody ConnectDataSourceInput request) {
        SalesforceAuthentication authentication = request.salesforce();
        models.require(request.syncOptions().embeddingModel());
        Handover handover = new Handover(
                SourceKind.SALESFORCE,
                authentication.domain(),
                authentication.access(),
                authentication.refresh(),
                request.syncOptions().options("body", "sync_options"));
        Connection connection = authorizations.connect(tenant, handover);
        return new ConnectDataSourceResponse(
                DataSources.show(connection, customers.get(tenant).externalId(), settings.of(tenant)), null);
    }

    private URI begin(Tenant tenant, OAuthURLRequest request) {
        String domain = request.salesforceDomain();
        if (domain == null) {
            throw InvalidRequest.needed(
                    "the My Domain host of the org, such as acme.my.salesforce.com", "body", "salesforce_domain");
        }
        return authorizations.begin(
                tenant, new AuthorizeRequest(SourceKind.SALESFORCE, domain, scopes(request), request.options("body")));
    }

    private URI resume(Tenant tenant, OAuthURLRequest request) {
        Long id = request.dataSourceId();
        ConnectionId connection = id == null ? null : WireIds.connection(id);
        return authorizations.resume(
                tenant,
                new ResumeRequest(
                        SourceKind.SALESFORCE,
                        connection,
                        request.salesforceDomain(),
                        scopes(request),
                        request.options("body")));
    }

    private static List<String> scopes(OAuthURLRequest request) {
        String legacy = request.scope();
        return request.scopes().isEmpty() && legacy != null ? List.of(legacy) : request.scopes();
    }
}
