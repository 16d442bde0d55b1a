package dev.allotrope.carbon.contract.processing;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import org.jspecify.annotations.Nullable;

/// The fields that say what is done with content, wherever a request has them.
public interface ProcessingFields {
    int chunkSize();

    int chunkOverlap();

    boolean skipEmbeddingGeneration();

    EmbeddingGenerators embeddingModel();

    boolean generateSparseVectors();

    boolean prependFilenameToChunks();

    @Nullable
    FileSyncConfig fileSyncConfig();

    /// The options these fields ask for; `loc` leads to the object that holds them.
    default ProcessingOptions processing(Object... loc) {
        return new ProcessingOptions(
                chunkSize(),
                overlap(chunkSize(), chunkOverlap(), loc),
                depth(skipEmbeddingGeneration(), fileSyncConfig()),
                embeddingModel().name(),
                prependFilenameToChunks(),
                generateSparseVectors(),
                attachments(fileSyncConfig()));
    }

    /// The overlap to use. The default one gives way to a smaller chunk, since clients send it without being asked.
    private static int overlap(int size, int overlap, Object... loc) {
        if (overlap < size) {
            return overlap;
        }
        if (overlap == ProcessingOptions.DEFAULT_CHUNK_OVERLAP) {
            return size - 1;
        }
        Object[] field = java.util.Arrays.copyOf(loc, loc.length + 1);
        field[loc.length] = "chunk_overlap";
        throw InvalidRequest.value("chunk_overlap must be smaller than chunk_size", field);
    }

    private static boolean attachments(@Nullable FileSyncConfig config) {
        return config != null && config.syncAttachments();
    }

    private static Depth depth(boolean skipEmbeddings, @Nullable FileSyncConfig config) {
        if (config != null && config.skipFileProcessing()) {
            return Depth.RECORD;
        }
        if (config != null && config.storeFileOnly()) {
            return Depth.RAW;
        }
        if (config != null && config.generateChunksOnly()) {
            return Depth.CHUNKS;
        }
        return skipEmbeddings ? Depth.TEXT : Depth.EMBEDDINGS;
    }
}
