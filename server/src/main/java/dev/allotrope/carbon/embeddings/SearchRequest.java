package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.embeddings.GetEmbeddingDocumentsBody.HybridSearchTuningParams;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.search.Query;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a request into a query.
final class SearchRequest {
    private SearchRequest() {}

    /// Among these documents, or all of them when null.
    static Query of(GetEmbeddingDocumentsBody request, @Nullable Set<DocumentId> among) {
        return new Query(
                subject(request),
                mode(request),
                restriction(request, among),
                (int) Math.min(request.k(), Query.MAX_K),
                request.highAccuracy() ? Accuracy.EXACT : Accuracy.APPROXIMATE,
                Boolean.TRUE.equals(request.includeVectors())
                        ? Query.Include.CONTENT_AND_VECTOR
                        : Query.Include.CONTENT);
    }

    private static Query.Subject subject(GetEmbeddingDocumentsBody request) {
        List<Double> vector = request.queryVector();
        return vector == null || vector.isEmpty()
                ? new Query.Subject.Words(Objects.requireNonNull(request.query()))
                : new Query.Subject.Vector(embedding(vector));
    }

    private static Embedding embedding(List<Double> vector) {
        float[] values = new float[vector.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.get(i).floatValue();
        }
        return new Embedding(values);
    }

    /// No flag about sparse vectors is needed: every file is found by its words.
    private static Query.Mode mode(GetEmbeddingDocumentsBody request) {
        if (!Boolean.TRUE.equals(request.hybridSearch())) {
            return new Query.Mode.Nearest();
        }
        HybridSearchTuningParams weights = request.hybridSearchTuningParameters();
        return new Query.Mode.Fused(
                weights == null ? Query.Weights.EQUAL : new Query.Weights(weights.weightA(), weights.weightB()));
    }

    private static Query.Restriction restriction(GetEmbeddingDocumentsBody request, @Nullable Set<DocumentId> among) {
        EmbeddingGenerators model = request.embeddingModel();
        return new Query.Restriction(among, TagFilters.of(request.tags(), request.tagsV2()), name(model));
    }

    private static @Nullable String name(@Nullable EmbeddingGenerators model) {
        return model == null ? null : model.name();
    }
}
