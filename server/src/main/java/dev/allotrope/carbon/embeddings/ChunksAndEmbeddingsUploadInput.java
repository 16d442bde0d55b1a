package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Gives files chunks that were made elsewhere, all with vectors of `embeddingModel`, or, with `chunksOnly`, to be
/// embedded here. `customCredentials` are checked and go no further: what is embedded here is embedded by what this
/// server has.
record ChunksAndEmbeddingsUploadInput(
        EmbeddingGenerators embeddingModel,

        @Size(max = ChunksAndEmbeddingsUploadInput.MAX_FILES)
        List<SingleChunksAndEmbeddingsUploadInput> chunksAndEmbeddings,

        @Default("false") boolean overwriteExisting,
        @Default("false") boolean chunksOnly,
        @Default(value = "{}", orNull = true) Map<String, JsonNode> customCredentials)
        implements WireRequest {
    /// The most files in one request.
    static final int MAX_FILES = 100;
    /// The longest text of a chunk, in characters.
    static final int MAX_TEXT = 100_000;
    /// The longest vector.
    static final int MAX_DIMENSIONS = 4_096;

    /// The chunks of one file. How large they are is told to whoever asks for the file.
    record SingleChunksAndEmbeddingsUploadInput(
            long fileId,
            @Min(1) @Nullable Integer chunkSize,
            @Min(0) @Nullable Integer chunkOverlap,

            @Size(min = 1, max = dev.allotrope.library.Uploads.MAX_CHUNKS)
            List<ChunksAndEmbeddings> chunksAndEmbeddings)
            implements WireRequest {}

    /// One chunk. Without a number it comes after those that have one.
    record ChunksAndEmbeddings(
            @Min(0) @Nullable Integer chunkNumber,
            @Size(min = 1, max = MAX_TEXT) String chunk,

            @Size(max = MAX_DIMENSIONS) float @Nullable [] embedding)
            implements WireRequest {}
}
