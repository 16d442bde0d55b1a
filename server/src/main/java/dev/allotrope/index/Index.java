package dev.allotrope.index;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Position;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/// The search index of every tenant. Yields ids and scores only. Safe for use by many threads, with one writer a
/// tenant.
///
/// Each method throws [dev.allotrope.kernel.Failure] with `STORAGE_FULL` or `INTERNAL` when the index cannot be read
/// or written; a damaged index is given up, so that [#applied] is empty and it is built again.
public interface Index {
    /// Applies changes up to `head`, atomically and idempotently: every [#view] opened afterwards shows all of them.
    /// `mark` is the random mark of the tenant's head, by which a restored database is recognised. What is durable
    /// may lag behind [#applied]; after a crash the index follows again from there.
    void apply(Tenant tenant, Head head, List<DocumentChange> changes);

    /// Up to where the tenant's index has followed, or empty when there is none and it has to be built from the
    /// start.
    Optional<Head> applied(Tenant tenant);

    /// What [#applied] will be once the index is opened that is not open now; costs a glance at its files, so that a
    /// start can look at all of them.
    Optional<Head> durable(Tenant tenant);

    /// Forgets everything of a tenant.
    void drop(Tenant tenant);

    /// The tenant's index as it is now, unchanging until closed: all legs of one search ask the same view.
    View view(Tenant tenant);

    /// A tenant's position together with the mark of the library that counted it.
    record Head(Position position, String mark) {}

    /// One tenant's index at one moment.
    interface View extends AutoCloseable {
        /// The groups its documents fall into; some may have become empty.
        Set<Group> groups();

        /// The best chunks for the words of a query, best first.
        List<Hit> lexical(LexicalQuery query);

        /// The chunks whose windows are nearest to a vector, best first, each chunk once with its best window.
        List<Hit> nearest(VectorQuery query);

        /// The cosine that an ordinary window has with a vector, whatever it is about: the mean over some
        /// of an embedder's, spread over all. Empty when it has none.
        OptionalDouble ordinary(EmbedderId embedder, Embedding vector);

        /// The text with other words in place of mistyped ones. A word that no chunk has, and of which
        /// `suspect` says that it may be none, becomes the one that is fewest typing errors away, if any is
        /// near. `suspect` is asked in lower case, and function words are never mistyped ones.
        String respelled(String text, Predicate<String> suspect);

        @Override
        void close();
    }
}
