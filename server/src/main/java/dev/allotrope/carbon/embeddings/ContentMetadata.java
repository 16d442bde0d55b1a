package dev.allotrope.carbon.embeddings;

import dev.allotrope.library.Contents.StoredChunk;
import java.util.LinkedHashMap;
import java.util.Map;

/// What `content_metadata` says of a chunk: the headings it stands under, and how many windows it was embedded as.
final class ContentMetadata {
    private ContentMetadata() {}

    static Map<String, Object> of(StoredChunk chunk) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("headings", chunk.headings());
        metadata.put("windows", chunk.windows());
        return metadata;
    }
}
