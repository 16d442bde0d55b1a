package dev.allotrope.connect.app;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Transactions;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The OAuth clients that we can be: an organization's own where it has one, else the server's.
public final class ConnectedApps {
    /// The name of the app that the server itself is configured with.
    public static final String SERVER = "server";

    private final Optional<ConnectedApp> server;
    private final WhiteLabels whiteLabels;

    ConnectedApps(Optional<ConnectedApp> server, WhiteLabels whiteLabels) {
        this.server = server;
        this.whiteLabels = whiteLabels;
    }

    /// The same clients, read through another pool of database connections.
    public ConnectedApps through(JdbcClient jdbc, Transactions transactions) {
        return new ConnectedApps(server, whiteLabels.through(jdbc, transactions));
    }

    /// The app that new authorizations of an organization are given to. Throws [Failure] with `NOT_CONFIGURED` when
    /// there is none.
    public ConnectedApp forOrganization(OrganizationId organization, SourceKind kind) {
        return whiteLabels
                .current(organization, kind)
                .or(() -> server)
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not act as a connected app for organization " + organization
                                + ": none is configured; set ALLOTROPE_SALESFORCE_CLIENT_ID and"
                                + " ALLOTROPE_SALESFORCE_CLIENT_SECRET on the server, or register the organization's own"
                                + " app as a white label with /white_label/create; docs/salesforce-app.md says how to"
                                + " make one"));
    }

    /// The app that a stored authorization was given to. Throws [Failure] with `NOT_CONFIGURED` when we are it no
    /// longer.
    public ConnectedApp named(OrganizationId organization, SourceKind kind, String name) {
        return server.filter(app -> app.name().equals(name))
                .or(() -> whiteLabels.named(organization, kind, name))
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not act as the connected app that the account was authorized for: it was removed from"
                                + " this server; connect the account again, or have the app registered again with the"
                                + " same client id"));
    }

    /// The name of the app that tokens were most likely issued to when somebody else obtained them.
    public String presumed(OrganizationId organization, SourceKind kind) {
        return whiteLabels.current(organization, kind).map(ConnectedApp::name).orElse(SERVER);
    }

    /// Forgets replaced apps that nothing was given to any more.
    public void sweep() {
        whiteLabels.sweep();
    }
}
