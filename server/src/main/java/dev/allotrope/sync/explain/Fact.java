package dev.allotrope.sync.explain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that a conclusion rests on. `detail` is a name, an id or a message, empty where the kind says all.
public record Fact(Kind kind, @Nullable Instant at, String detail) {
    /// What the fact is about; each says where it was seen.
    public enum Kind {
        PUBLISHED(Witness.SOURCE),
        DRAFT(Witness.SOURCE),
        ARCHIVED(Witness.SOURCE),
        NOTHING_SEEN(Witness.SOURCE),
        /// The connected user sees none of the drafts; the detail is the right that shows them.
        NO_DRAFTS_SEEN(Witness.SOURCE),
        NO_ARCHIVE_SEEN(Witness.SOURCE),
        /// The connected user sees drafts, and this is none of them.
        DRAFTS_SEEN(Witness.SOURCE),
        ARCHIVE_SEEN(Witness.SOURCE),
        /// It is not known what the connected user sees; the detail is a right that would show more.
        RIGHT_NEEDED(Witness.SOURCE),
        NOT_ASKED(Witness.SOURCE),
        /// Searchable since then; the detail is the revision.
        SEARCHABLE(Witness.LIBRARY),
        /// What is here, of which revision.
        HELD_REVISION(Witness.LIBRARY),
        HELD_UNTIL(Witness.LIBRARY),
        /// Search still finds it.
        STILL_HERE(Witness.LIBRARY),
        LISTED(Witness.LIBRARY),
        NEVER_LISTED(Witness.LIBRARY),
        DELETED_BY_OWNER(Witness.LIBRARY),
        DOCUMENT_STATUS(Witness.LIBRARY),
        DOCUMENT_ERROR(Witness.LIBRARY),
        DEPTH(Witness.LIBRARY),
        NO_TEXT(Witness.LIBRARY),
        CHOSEN_ONLY(Witness.LIBRARY),
        /// What of a limit or a format holds it back.
        LIMIT(Witness.LIBRARY),
        /// How many of the files on it are held back, and by what.
        FILES_HELD_BACK(Witness.LIBRARY),
        FILTER(Witness.LIBRARY),
        REMOVAL_HELD(Witness.LIBRARY),
        RUN(Witness.LIBRARY),
        RUN_ERROR(Witness.LIBRARY),
        RUN_GOES_ON(Witness.LIBRARY),
        LAST_LISTING(Witness.LIBRARY),
        NO_LISTING(Witness.LIBRARY);

        private final Witness witness;

        Kind(Witness witness) {
            this.witness = witness;
        }

        public Witness witness() {
            return witness;
        }
    }

    /// Who says so.
    public enum Witness {
        SOURCE,
        LIBRARY
    }

    static Fact of(Kind kind) {
        return new Fact(kind, null, "");
    }

    static Fact of(Kind kind, @Nullable String detail) {
        return new Fact(kind, null, detail == null ? "" : detail);
    }
}
