package dev.allotrope.tenant.key;

import dev.allotrope.kernel.Secret;
import java.time.InstantSource;
import java.util.Optional;

/// Recognises API keys and access tokens. Nothing is cached: a revoked credential fails on the next request.
public final class Credentials {
    private final ApiKeys keys;
    private final AccessTokens tokens;
    private final InstantSource clock;

    Credentials(ApiKeys keys, AccessTokens tokens, InstantSource clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// [Identity.OfOrganization] or why not.
    public Identity apiKey(Secret text) {
        if (text.reveal().isBlank()) {
            return new Identity.Missing();
        }
        Optional<ApiKey> key = keys.find(text);
        if (key.isEmpty()) {
            return new Identity.Invalid();
        }
        return key.get().revokedAt() == null
                ? new Identity.OfOrganization(key.get().organization())
                : new Identity.Revoked();
    }

    /// [Identity.OfCustomer] or why not.
    public Identity accessToken(Secret text) {
        if (text.reveal().isBlank()) {
            return new Identity.Missing();
        }
        Optional<AccessTokens.Stored> token = tokens.find(text);
        if (token.isEmpty()) {
            return new Identity.Invalid();
        }
        return token.get().expiresAt().isAfter(clock.instant())
                ? new Identity.OfCustomer(token.get().tenant())
                : new Identity.Expired();
    }
}
