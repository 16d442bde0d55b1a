package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.SourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which connections of a tenant are meant. No ids, null and no tags each let everything through; of several tags a
/// connection has them all.
public record ConnectionFilter(
        List<ConnectionId> ids,
        @Nullable Boolean revoked,
        @Nullable SourceKind kind,
        Tags tags) {
    /// Every connection, also revoked ones.
    public static final ConnectionFilter ALL = new ConnectionFilter(List.of(), null, null, Tags.NONE);

    /// Connections of `kind` that can be used.
    public static ConnectionFilter usable(SourceKind kind) {
        return new ConnectionFilter(List.of(), false, kind, Tags.NONE);
    }

    public ConnectionFilter {
        ids = List.copyOf(ids);
    }
}
