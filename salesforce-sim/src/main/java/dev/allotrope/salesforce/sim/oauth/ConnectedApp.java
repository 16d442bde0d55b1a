package dev.allotrope.salesforce.sim.oauth;

import java.util.Set;

/// A client registered in the org. One without a secret is a public client: its web server flow needs no secret but a
/// code challenge.
public record ConnectedApp(String clientId, String clientSecret, Set<String> redirectUris) {

    public ConnectedApp {
        redirectUris = Set.copyOf(redirectUris);
    }

    /// Whether approvals of the one are approvals of the other: a new secret or callback changes nothing about them.
    boolean sameAs(ConnectedApp other) {
        return clientId.equals(other.clientId);
    }

    boolean isPublic() {
        return clientSecret.isEmpty();
    }
}
