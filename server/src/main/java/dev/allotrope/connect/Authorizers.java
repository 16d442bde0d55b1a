package dev.allotrope.connect;

import dev.allotrope.source.Authorizer;
import dev.allotrope.source.SourceKind;
import java.util.List;

/// The [Authorizer] of each kind of remote system.
record Authorizers(List<Authorizer> all) {
    Authorizers {
        all = List.copyOf(all);
    }

    Authorizer of(SourceKind kind) {
        return all.stream()
                .filter(authorizer -> authorizer.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no authorizer for " + kind));
    }
}
