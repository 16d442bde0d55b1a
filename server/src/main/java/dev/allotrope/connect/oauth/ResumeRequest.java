package dev.allotrope.connect.oauth;

import dev.allotrope.connect.SyncOptions;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.SourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A wish to sync an existing account again: the one with that id, else the only one of the kind, on `domain` when
/// that is given. A domain without an account asks for a new one.
public record ResumeRequest(
        SourceKind kind,
        @Nullable ConnectionId connection,
        @Nullable String domain,
        List<String> scopes,
        SyncOptions options) {
    public ResumeRequest {
        scopes = List.copyOf(scopes);
    }
}
