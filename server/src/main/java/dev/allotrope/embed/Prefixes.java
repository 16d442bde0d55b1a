package dev.allotrope.embed;

/// What a model was trained to see before texts.
public record Prefixes(String query, String passage) {
    public static final Prefixes NONE = new Prefixes("", "");

    /// A text with what goes before it.
    public String before(String text, Embedder.Purpose purpose) {
        return switch (purpose) {
            case QUERY -> query + text;
            case PASSAGE -> passage + text;
        };
    }
}
