package dev.allotrope.source;

import dev.allotrope.kernel.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a token endpoint answered. Without `refresh` the one we have stays good; with it the old one may be dead
/// already. `instance` is the base address of the API from now on and was checked to be the remote system's own.
public record IssuedTokens(AccessToken access, @Nullable Secret refresh, URI instance) {}
