package dev.allotrope.sync.explain;

import dev.allotrope.kernel.DocumentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a document that somebody named, and of its other languages.
public record Explanation(Verdict verdict, List<Verdict> others) {
    /// The conclusion for one language. `externalId` is null when nothing is known by that name.
    public record Verdict(
            @Nullable String externalId,
            @Nullable String language,
            Reason reason,
            List<Fact> facts,
            @Nullable Held held) {
        public Verdict {
            facts = List.copyOf(facts);
        }

        /// A fact of that kind, if the verdict rests on one.
        public Optional<Fact> fact(Fact.Kind kind) {
            return facts.stream().filter(fact -> fact.kind() == kind).findFirst();
        }
    }

    /// The document that is here: since when search finds it, null while it does not, and at which revision.
    public record Held(
            DocumentId document,
            @Nullable Instant since,
            @Nullable String revision) {}

    public Explanation {
        others = List.copyOf(others);
    }
}
