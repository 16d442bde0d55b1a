package dev.allotrope.connect;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.source.ConnectedApp;
import java.util.Optional;

/// The OAuth clients that we can be.
public final class ConnectedApps {
    /// The name of the app that the server itself is configured with.
    static final String SERVER = "server";

    private final Optional<ConnectedApp> server;

    ConnectedApps(Optional<ConnectedApp> server) {
        this.server = server;
    }

    /// The app that new authorizations of an organization use. Throws [Failure] with `NOT_CONFIGURED` when there is
    /// none.
    public ConnectedApp forOrganization(OrganizationId organization) {
        return named(organization, SERVER);
    }

    /// The app that a stored authorization was given to.
    ConnectedApp named(OrganizationId organization, String name) {
        return server.filter(app -> app.name().equals(name))
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not act as a connected app for organization " + organization
                                + ": none is configured; set ALLOTROPE_SALESFORCE_CLIENT_ID and"
                                + " ALLOTROPE_SALESFORCE_CLIENT_SECRET on the server, or register the organization's own app as"
                                + " a white label"));
    }
}
