package dev.allotrope.source;

import dev.allotrope.kernel.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The OAuth client that we are to a remote system. `name` is ours and finds the app again for a refresh; a public
/// client has
/// no secret; `redirect` must equal what is registered there, to the letter.
public record ConnectedApp(
        String name, String clientId, @Nullable Secret clientSecret, URI redirect) {}
