package dev.allotrope.library.audit;

import java.util.List;

/// How many items of a listing, or documents that no listing shows, are in one standing, by language and type, with
/// some of their external ids.
public record Tally(String language, String type, Standing standing, long count, List<String> examples) {
    /// Where an item or a document stands.
    public enum Standing {
        /// Listed, and a document that search finds.
        SEARCHABLE,
        /// Listed, fetched or waiting for it, not yet searchable.
        WAITING,
        /// Listed, and could not be fetched or processed.
        FAILED,
        /// Listed, and without any text.
        EMPTY,
        /// Listed, and only its record or text was asked for.
        RECORD_ONLY,
        /// Listed, and deleted by its owner.
        DELETED_BY_OWNER,
        /// Listed, and a limit of the customer's keeps it from becoming a document, or its content from being taken.
        LIMITED,
        /// Listed, and no document, because the organization does not want its format.
        FORMAT_NOT_ALLOWED,
        /// Listed, and no document was made of it.
        NO_DOCUMENT,
        /// Not listed, and its removal is held.
        HELD,
        /// Not listed, and still a document.
        UNLISTED;

        /// Whether the listing showed it.
        public boolean listed() {
            return this != HELD && this != UNLISTED;
        }
    }

    public Tally {
        examples = List.copyOf(examples);
    }
}
