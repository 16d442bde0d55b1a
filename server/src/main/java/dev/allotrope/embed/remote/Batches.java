package dev.allotrope.embed.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Cuts a list of texts into requests.
final class Batches {
    /// How many texts, and tokens of all of them, one request may have.
    record Limit(int texts, int tokens) {}

    private Batches() {}

    /// In order, each as large as the limit allows. A text with more tokens than the limit is alone.
    static List<List<String>> of(List<String> texts, Limit limit, ToIntFunction<String> tokens) {
        List<List<String>> batches = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        int sum = 0;
        for (String text : texts) {
            int size = tokens.applyAsInt(text);
            if (!batch.isEmpty() && (batch.size() == limit.texts() || sum + size > limit.tokens())) {
                batches.add(batch);
                batch = new ArrayList<>();
                sum = 0;
            }
            batch.add(text);
            sum += size;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
