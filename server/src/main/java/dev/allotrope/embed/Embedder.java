package dev.allotrope.embed;

import java.util.List;

/// Turns text into vectors. Deterministic for one [#id], safe for use by many threads.
public interface Embedder {
    /// What the text is for: some models want a prefix on queries.
    enum Purpose {
        QUERY,
        PASSAGE
    }

    EmbedderId id();

    int dimensions();

    /// The longest window worth embedding, in this model's own tokens.
    int windowTokens();

    /// How many of this model's tokens `text` has, without special tokens.
    int tokens(String text);

    /// How much of a window's vector is that of its subject, its title and headings alone, beside that of the whole
    /// window: 0 for none. Part of the [#id].
    default double subjectShare() {
        return 0;
    }

    /// Under which ids vectors may be stored that a query's vector compares with as well, such as those of an earlier
    /// [#subjectShare].
    default List<EmbedderId> formerIds() {
        return List.of();
    }

    /// Whether the model would read a mistyped word for something else: it does not have `word` in its own
    /// vocabulary, and puts it together from pieces. Large models mostly understand what was meant.
    default boolean misreads(String word) {
        return false;
    }

    /// Whether the model understands the language (`en_US`) well enough for its vectors to rank documents.
    boolean knows(String language);

    /// Told what embedding cost, in the tokens that a provider charges.
    interface Meter {
        void spent(long tokens);
    }

    /// This embedder, telling `meter` what it costs; one that costs nothing tells nothing.
    default Embedder metered(Meter meter) {
        return this;
    }

    /// One vector for each text, in order. Texts beyond the model's maximum are cut. Throws
    /// [dev.allotrope.kernel.Failure] with `EMBEDDER_UNAVAILABLE` when the model cannot answer, or with
    /// `EMBEDDER_RATE_LIMITED` when it does not want to for a while.
    List<Embedding> embed(List<String> texts, Purpose purpose);
}
