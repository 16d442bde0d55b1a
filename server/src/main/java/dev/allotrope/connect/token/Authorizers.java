package dev.allotrope.connect.token;

import dev.allotrope.source.Authorizer;
import dev.allotrope.source.SourceKind;
import java.util.List;

/// The [Authorizer] of each kind of remote system.
public record Authorizers(List<Authorizer> all) {
    public Authorizers {
        all = List.copyOf(all);
    }

    public Authorizer of(SourceKind kind) {
        return all.stream()
                .filter(authorizer -> authorizer.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no authorizer for " + kind));
    }
}
