package dev.allotrope.source;

import dev.allotrope.kernel.Secret;

/// A bearer token as the remote system issued it.
public record AccessToken(Secret value) {}
