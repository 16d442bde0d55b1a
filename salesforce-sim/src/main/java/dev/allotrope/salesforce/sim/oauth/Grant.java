package dev.allotrope.salesforce.sim.oauth;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// One approval of a user for an app. Guarded by the lock of [Grants].
final class Grant {

    final ConnectedApp app;
    final SimUser user;
    final Set<String> scopes;
    final Set<String> deadRefreshTokens = new HashSet<>();
    String refreshToken;
    Instant lastUsed;

    Grant(ConnectedApp app, SimUser user, Set<String> scopes, String refreshToken, Instant lastUsed) {
        this.app = app;
        this.user = user;
        this.scopes = Set.copyOf(scopes);
        this.refreshToken = refreshToken;
        this.lastUsed = lastUsed;
    }

    boolean hasRefreshToken() {
        return scopes.contains("refresh_token") || scopes.contains("offline_access");
    }
}
