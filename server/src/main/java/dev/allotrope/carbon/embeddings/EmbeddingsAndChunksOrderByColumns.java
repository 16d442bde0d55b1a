package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of the chunks of one file. Chunks are made anew and never changed, so the two times are the same.
public enum EmbeddingsAndChunksOrderByColumns implements WireEnum.Lowercase {
    CREATED_AT,
    UPDATED_AT,
    CHUNK_INDEX
}
