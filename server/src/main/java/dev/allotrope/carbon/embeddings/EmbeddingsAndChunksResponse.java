package dev.allotrope.carbon.embeddings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One page of chunks, and how many there are for the filter.
record EmbeddingsAndChunksResponse(List<EmbeddingAndChunk> results, long count) {

    /// A chunk as it is searched. `embedding` is null unless it was asked for and made; that of a chunk of several
    /// windows is their mean, of length one.
    record EmbeddingAndChunk(
            long userFileId,
            int chunkIndex,
            String sourceContent,
            float @Nullable [] embedding,
            Map<String, Object> contentMetadata) {}
}
