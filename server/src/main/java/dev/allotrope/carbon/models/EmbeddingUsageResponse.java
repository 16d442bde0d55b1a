package dev.allotrope.carbon.models;

import java.util.List;

/// What was spent on models that a provider charges for, the latest day first.
record EmbeddingUsageResponse(List<EmbeddingUsage> results) {

    /// A model on a day of UTC (`2026-11-26`). `tokens` are those that the provider charged.
    record EmbeddingUsage(String date, String model, long tokens, long requests) {}
}
