package dev.allotrope.salesforce.sim.oauth;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// One approval of a user for an app. Guarded by the lock of [Grants].
final class Grant {

    final ConnectedApp app;
    final String username;
    final Set<String> scopes;
    final Set<String> deadRefreshTokens = new HashSet<>();
    String refreshToken;
    final Instant approved;
    Instant lastUsed;

    Grant(ConnectedApp app, String username, Set<String> scopes, String refreshToken, Instant approved) {
        this.app = app;
        this.username = username;
        this.scopes = Set.copyOf(scopes);
        this.refreshToken = refreshToken;
        this.approved = approved;
        this.lastUsed = approved;
    }

    boolean hasRefreshToken() {
        return scopes.contains("refresh_token") || scopes.contains("offline_access");
    }
}
