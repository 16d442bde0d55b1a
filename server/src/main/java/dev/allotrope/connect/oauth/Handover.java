package dev.allotrope.connect.oauth;

import dev.allotrope.connect.SyncOptions;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.SourceKind;
import org.jspecify.annotations.Nullable;

/// Tokens that the caller obtained without us. Without `refreshToken` the connection lasts as long as the access
/// token.
public record Handover(
        SourceKind kind,
        String domain,
        Secret accessToken,
        @Nullable Secret refreshToken,
        SyncOptions options) {}
