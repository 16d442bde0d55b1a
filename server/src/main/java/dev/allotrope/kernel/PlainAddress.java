package dev.allotrope.kernel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Addresses in settings that something is put behind: a path, or a question mark.
public final class PlainAddress {
    private PlainAddress() {}

    /// An address of http or https without user, question mark, fragment and a slash at its end. Empty for what
    /// is none.
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.strip().replaceAll("/+$", ""));
            boolean plain = url.getHost() != null
                    && String.valueOf(url.getScheme()).matches("https?")
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
            return plain ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
