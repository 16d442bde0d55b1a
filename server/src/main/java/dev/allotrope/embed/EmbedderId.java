package dev.allotrope.embed;

/// Names one way of turning text into vectors: the model, and a hash over everything that changes its output. Vectors
/// of different ids never meet.
public record EmbedderId(String model, String hash) {
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
