package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import org.jspecify.annotations.Nullable;

/// Asks for the chunks of one file.
record EmbeddingsAndChunksQueryInput(
        @Default("{}") Pagination pagination,
        @Default("updated_at") EmbeddingsAndChunksOrderByColumns orderBy,
        @Default("asc") OrderDir orderDir,
        EmbeddingsAndChunksFilters filters,
        @Default("false") boolean includeVectors)
        implements WireRequest {

    /// Which file; with `embeddingModel`, only if it was processed under that.
    record EmbeddingsAndChunksFilters(
            long userFileId, @Nullable EmbeddingGenerators embeddingModel) implements WireRequest {}
}
