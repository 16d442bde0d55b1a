package dev.allotrope.salesforce.sim.oauth;

import java.util.Set;

/// A client registered in the org.
public record ConnectedApp(String clientId, String clientSecret, Set<String> redirectUris) {

    public ConnectedApp {
        redirectUris = Set.copyOf(redirectUris);
    }
}
