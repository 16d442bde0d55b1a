package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.kernel.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chunk that was found. `score` is the cosine without fusion and the fused score with it; `rank` counts from 1
/// with fusion and is null without.
record DocumentResponse(
        String content,
        long fileId,
        @Nullable Long parentFileId,
        @Nullable String source,
        @Nullable String sourceUrl,
        DataSourceType sourceType,
        @Nullable String presignedUrl,
        @Nullable Tags tags,
        float @Nullable [] vector,
        double score,
        @Nullable Integer rank,
        Map<String, Object> contentMetadata,
        int chunkIndex) {

    /// The chunks found, best first.
    record DocumentResponseList(List<DocumentResponse> documents) {}
}
