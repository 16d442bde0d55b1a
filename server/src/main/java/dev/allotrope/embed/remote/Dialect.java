package dev.allotrope.embed.remote;

import dev.allotrope.embed.Embedder.Purpose;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How a provider wants to be asked for vectors.
interface Dialect {
    /// The path below the provider's address.
    String path();

    /// How much one request may hold.
    Batches.Limit limit();

    JsonNode request(List<String> texts, Purpose purpose);

    /// Reads an answer about `texts` texts. Throws [MalformedAnswer].
    Vectors read(JsonNode answer, int texts);

    /// One arrow for each text, in their order, and the tokens that the provider charges.
    record Vectors(List<float[]> arrows, long tokens) {}

    /// An answer that is not what the provider's documentation promises.
    final class MalformedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedAnswer(String reason) {
            super(reason);
        }
    }

    /// Reads a list of numbers.
    static float[] arrow(JsonNode numbers) {
        if (!numbers.isArray()) {
            throw new MalformedAnswer("its answer has a vector that is no list");
        }
        float[] arrow = new float[numbers.size()];
        for (int i = 0; i < arrow.length; i++) {
            JsonNode number = numbers.get(i);
            if (!number.isNumber()) {
                throw new MalformedAnswer("its answer has a vector of other things than numbers");
            }
            arrow[i] = number.floatValue();
        }
        return arrow;
    }
}
