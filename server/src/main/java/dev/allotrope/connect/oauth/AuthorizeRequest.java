package dev.allotrope.connect.oauth;

import dev.allotrope.connect.SyncOptions;
import dev.allotrope.source.SourceKind;
import java.util.List;

/// A wish to connect a new account. `domain` is as the user typed it; empty `scopes` mean the usual ones, others
/// replace them.
public record AuthorizeRequest(SourceKind kind, String domain, List<String> scopes, SyncOptions options) {
    public AuthorizeRequest {
        scopes = scopes.stream()
                .flatMap(scope -> scope.strip().lines())
                .flatMap(line -> List.of(line.split("\\s+")).stream())
                .filter(scope -> !scope.isEmpty())
                .distinct()
                .toList();
    }
}
