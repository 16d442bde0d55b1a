package dev.allotrope.embed;

import java.util.OptionalInt;

/// Names one way of turning text into vectors: the model, and a hash over everything that changes its output. Vectors
/// of different ids never meet.
public record EmbedderId(String model, String hash) {
    private static final String UPLOADED = "uploaded";

    /// Names vectors that were made elsewhere, as their owner says by the model `slug`. Whether an embedder here can
    /// search them depends on the slug and their length.
    public static EmbedderId uploaded(String slug, int dimensions) {
        return new EmbedderId(UPLOADED, slug + "/" + dimensions);
    }

    /// The length of vectors that were made elsewhere; empty for those made here.
    public OptionalInt uploadedDimensions() {
        return model.equals(UPLOADED)
                ? OptionalInt.of(Integer.parseInt(hash.substring(hash.lastIndexOf('/') + 1)))
                : OptionalInt.empty();
    }

    /// The form that is stored: `model@hash`.
    @Override
    public String toString() {
        return model + "@" + hash;
    }

    public static EmbedderId parse(String text) {
        int at = text.lastIndexOf('@');
        return new EmbedderId(text.substring(0, at), text.substring(at + 1));
    }
}
