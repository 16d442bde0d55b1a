package dev.allotrope.library.document;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which documents of a tenant; null keeps all, an empty list none. `name` and `error` are found anywhere in the
/// text, without regard to case; an empty `error` means documents without one. `models` are slugs that documents
/// are embedded under. `neverSynced`
/// keeps documents that were never ready. Documents have no parents and no containers, so `parents` with any id
/// matches nothing.
public record DocumentFilter(
        @Nullable List<DocumentId> ids,
        @Nullable List<String> externalIds,
        @Nullable List<ConnectionId> connections,
        @Nullable List<DocumentStatus> statuses,
        @Nullable String name,
        @Nullable TagFilter tags,
        @Nullable List<String> models,
        @Nullable List<String> requestIds,
        @Nullable List<String> uploadIds,
        @Nullable String error,
        @Nullable List<String> urls,
        @Nullable Kin kin,
        boolean neverSynced) {
    public static final DocumentFilter ALL =
            new DocumentFilter(null, null, null, null, null, null, null, null, null, null, null, null, false);

    /// Where documents stand that are wanted: under `parents`, at a level, and whether those count that stand under the
    /// ones that the other conditions name by their ids.
    public record Kin(@Nullable List<DocumentId> parents, Level level, Reach reach) {
        public enum Level {
            ANY,
            /// Under nothing.
            ROOTS,
            /// Under another.
            CHILDREN
        }

        public enum Reach {
            THEMSELVES,
            AND_CHILDREN
        }
    }

    /// Just these documents.
    public static DocumentFilter ofIds(List<DocumentId> ids) {
        return new DocumentFilter(ids, null, null, null, null, null, null, null, null, null, null, null, false);
    }

    /// All documents of one connection.
    public static DocumentFilter ofConnection(ConnectionId connection) {
        return new DocumentFilter(
                null, null, List.of(connection), null, null, null, null, null, null, null, null, null, false);
    }

    /// The documents of one connection that are items of the source themselves, without what hangs on them.
    public static DocumentFilter ofItems(ConnectionId connection) {
        Kin roots = new Kin(null, Kin.Level.ROOTS, Kin.Reach.THEMSELVES);
        return new DocumentFilter(
                null, null, List.of(connection), null, null, null, null, null, null, null, null, roots, false);
    }

    /// The documents of one connection under these external ids.
    public static DocumentFilter ofExternalIds(ConnectionId connection, List<String> externalIds) {
        return new DocumentFilter(
                null, externalIds, List.of(connection), null, null, null, null, null, null, null, null, null, false);
    }
}
