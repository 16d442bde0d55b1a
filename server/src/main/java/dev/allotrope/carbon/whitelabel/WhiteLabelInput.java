package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.integrations.OauthBasedConnectors;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.connect.app.WhiteLabel;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.source.SourceKind;

/// The OAuth client that an organization wants to be for one type of data source.
record WhiteLabelInput(OauthBasedConnectors dataSourceType, Credentials credentials) implements WireRequest {
    /// `loc` leads to this object. Throws [Failure] with `NOT_SUPPORTED` for a type that cannot be connected here.
    WhiteLabel.Registration registration(Object... loc) {
        if (dataSourceType != OauthBasedConnectors.SALESFORCE) {
            throw new Failure(
                    ErrorCode.NOT_SUPPORTED,
                    "could not take a white label for " + dataSourceType + ": the supported type is SALESFORCE; nothing"
                            + " was stored");
        }
        Object[] there = Locations.below(loc, "credentials");
        String client = credentials.clientId().strip();
        if (client.isEmpty()) {
            throw InvalidRequest.value("client_id must not be blank", Locations.below(there, "client_id"));
        }
        return new WhiteLabel.Registration(
                SourceKind.SALESFORCE, client, credentials.secret(), credentials.redirect(there));
    }
}
