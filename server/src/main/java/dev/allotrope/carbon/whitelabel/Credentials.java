package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Secret;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An OAuth client. `redirectUri` must equal what is registered for it, to the letter.
record Credentials(
        @Size(min = 1, max = 512) String clientId,
        @Size(min = 1, max = 2000) String redirectUri,
        @Nullable @Size(max = 2000) String clientSecret)
        implements WireRequest {
    /// Stands in answers where a secret is; sent back, it means the secret that is known.
    static final String MASK = "********";

    /// Where the callbacks of the one supported source arrive.
    static final String CALLBACK_PATH = "/integrations/salesforce";

    private static final Set<String> SCHEMES = Set.of("http", "https");

    boolean masked() {
        return MASK.equals(clientSecret);
    }

    /// Null when none is given.
    @Nullable
    Secret secret() {
        String given = clientSecret == null ? "" : clientSecret.strip();
        return given.isEmpty() || masked() ? null : Secret.of(given);
    }

    /// [InvalidRequest] at `loc`, which leads to this object, for anything that is not a callback address of ours.
    URI redirect(Object... loc) {
        try {
            URI uri = new URI(redirectUri);
            if (isCallback(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Refused below: what was sent is not repeated.
        }
        throw InvalidRequest.value(
                "redirect_uri must have the form https://your-host" + CALLBACK_PATH
                        + ": any host that reaches this server, this path, nothing behind it",
                Locations.below(loc, "redirect_uri"));
    }

    private static boolean isCallback(URI uri) {
        return uri.getScheme() != null
                && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && CALLBACK_PATH.equals(uri.getRawPath());
    }

    @Override
    public String toString() {
        return "Credentials[" + clientId + ", " + redirectUri + "]";
    }
}
