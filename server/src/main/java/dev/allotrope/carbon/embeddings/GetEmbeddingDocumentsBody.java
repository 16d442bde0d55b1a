package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.contract.processing.FileTypesAtSource;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.Problem;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for the chunks nearest to a query, given as text or as a vector of the model that embedded them.
record GetEmbeddingDocumentsBody(
        @Size(max = GetEmbeddingDocumentsBody.MAX_QUERY) @Nullable
        String query,

        @Size(max = GetEmbeddingDocumentsBody.MAX_DIMENSIONS) @Nullable
        List<Double> queryVector,

        @Min(1) long k,
        @Nullable List<Long> fileIds,
        @Nullable List<Long> parentFileIds,
        @Default("false") boolean includeAllChildren,
        @Size(max = TagFilters.MAX_TAGS) @Nullable Tags tags,
        @Nullable TagFilter tagsV2,
        @Nullable Boolean includeTags,
        @Nullable Boolean includeVectors,
        @Nullable Boolean includeRawFile,
        @Nullable Boolean hybridSearch,
        @Nullable HybridSearchTuningParams hybridSearchTuningParameters,
        @Default(value = "TEXT", orNull = true) FileContentTypes mediaType,
        @Nullable EmbeddingGenerators embeddingModel,
        @Default(value = "false", orNull = true) boolean includeFileLevelMetadata,
        @Default(value = "false", orNull = true) boolean highAccuracy,
        @Nullable RerankParams rerank,
        @Nullable List<FileTypesAtSource> fileTypesAtSource,
        @Default("false") boolean excludeColdStorageFiles)
        implements WireRequest {
    /// The longest query, in characters.
    static final int MAX_QUERY = 32_768;
    /// The longest query vector.
    static final int MAX_DIMENSIONS = 8_192;
    /// How far the two weights may be from adding up to one.
    static final double WEIGHT_TOLERANCE = 0.001;

    /// How much the semantic (`weightA`) and the keyword leg (`weightB`) count.
    record HybridSearchTuningParams(double weightA, double weightB) implements WireRequest {}

    /// Names a reranker.
    record RerankParams(String model) implements WireRequest {}

    boolean hasVector() {
        return queryVector != null && !queryVector.isEmpty();
    }

    /// Throws [InvalidRequest] when the fields do not fit together.
    void check() {
        checkQuery();
        if (rerank != null && hasVector()) {
            throw InvalidRequest.value("a reranker reads words: give query with it", "body", "rerank");
        }
        HybridSearchTuningParams weights = hybridSearchTuningParameters;
        if (weights == null) {
            return;
        }
        boolean inRange = weights.weightA() >= 0 && weights.weightB() >= 0;
        if (!inRange || Math.abs(weights.weightA() + weights.weightB() - 1) > WEIGHT_TOLERANCE + 1e-9) {
            throw InvalidRequest.value(
                    "weight_a and weight_b must not be negative and must add up to 1",
                    "body",
                    "hybrid_search_tuning_parameters");
        }
    }

    private void checkQuery() {
        boolean hasText = query != null && !query.isEmpty();
        if (hasVector() && hasText) {
            throw InvalidRequest.value("give either query or query_vector", "body", "query_vector");
        }
        if (hasVector() || hasText) {
            return;
        }
        if (query == null) {
            throw InvalidRequest.needed("what is looked for, as a text, or a query_vector", "body", "query");
        }
        throw new InvalidRequest(List.of(
                new Problem(List.of("body", "query"), "String should have at least 1 character", "string_too_short")));
    }
}
