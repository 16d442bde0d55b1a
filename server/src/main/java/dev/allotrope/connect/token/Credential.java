package dev.allotrope.connect.token;

import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.SourceKind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What we can act with for a connection. `attempt` tells of a refresh request whose end is not recorded; `ended` why
/// the remote system let us in no more, null as long as it does.
public record Credential(
        SourceKind kind,
        String domain,
        AccessToken access,
        @Nullable Secret refresh,
        URI instance,
        String app,
        Attempt attempt,
        @Nullable String ended) {
    enum Attempt {
        NONE,
        /// May still be under way: nobody else sends the refresh token.
        UNDER_WAY,
        /// Its time has passed: whoever sent it died, or never learned the answer.
        INTERRUPTED
    }
}
