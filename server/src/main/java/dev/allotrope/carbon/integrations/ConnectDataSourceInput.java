package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireReader;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import tools.jackson.databind.JsonNode;

/// Connects an account with tokens that the caller already has.
record ConnectDataSourceInput(
        JsonNode authentication, @Default("{}") SyncOptions syncOptions) implements WireRequest {
    /// What authentication is for.
    private record Kind(String source) implements WireRequest {}

    /// The authentication of the one source this server knows; refuses every other.
    SalesforceAuthentication salesforce() {
        String source = WireReader.read(authentication, Kind.class, "body", "authentication")
                .source();
        if (!source.equals("SALESFORCE")) {
            throw new Failure(
                    ErrorCode.NOT_SUPPORTED, "could not connect the data source: the supported source is SALESFORCE");
        }
        return WireReader.read(authentication, SalesforceAuthentication.class, "body", "authentication");
    }
}
