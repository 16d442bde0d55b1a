package dev.allotrope.sync.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the source counted at the end of a run, beside what the run listed and what search finds. `published` is null
/// when the source could not be asked, `unreadable` says why it told less than it could. `complete` when every
/// difference has a known cause.
public record Proof(
        Instant countedAt,
        @Nullable Long published,
        long listed,
        long searchable,
        boolean complete,
        @Nullable String unreadable,
        List<Group> groups,
        List<Difference> differences) {
    /// One language and type; what the source says of it is null where it does not tell.
    public record Group(
            String language,
            String type,
            @Nullable Long published,
            @Nullable Long drafts,
            @Nullable Long archived,
            long listed,
            long searchable) {}

    /// Documents that are in one count and not in another. A source that does not count by groups leaves the language
    /// empty.
    public record Difference(Cause cause, String language, String type, long count, List<String> examples) {
        public Difference {
            examples = List.copyOf(examples);
        }
    }

    /// Why counts differ.
    public enum Cause {
        /// Kept out by the connection's scope.
        OUT_OF_SCOPE,
        /// The connection takes chosen documents only.
        NOT_CHOSEN,
        DELETED_BY_OWNER,
        /// A limit of the customer's holds it back.
        LIMIT_REACHED,
        /// The organization does not want its format.
        FORMAT_NOT_ALLOWED,
        /// Only the record or the text was asked for.
        NOT_FOR_SEARCH,
        NO_BODY,
        FAILED,
        /// Fetched, and not processed yet.
        WAITING,
        /// No longer published, and its removal is held.
        HELD,
        /// Published, changed or taken off while the run ran.
        CHANGED_MEANWHILE,
        UNEXPLAINED
    }

    public Proof {
        groups = List.copyOf(groups);
        differences = List.copyOf(differences);
    }
}
