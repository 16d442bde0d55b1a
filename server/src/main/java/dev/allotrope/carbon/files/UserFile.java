package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.EmbeddingStorageStatus;
import dev.allotrope.carbon.contract.ExternalFileSyncStatuses;
import dev.allotrope.carbon.contract.FileFormats;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file. `syncProperties` has an entry `removal_held`, which says why, while the source lacks the file and its
/// removal waits for somebody to release it.
public record UserFile(
        long id,
        DataSourceType source,
        long organizationId,
        long organizationUserId,
        String organizationSuppliedUserId,
        long organizationUserDataSourceId,
        String externalFileId,
        @Nullable String externalUrl,
        ExternalFileSyncStatuses syncStatus,
        @Nullable String syncErrorMessage,
        @Nullable Instant lastSync,
        Tags tags,
        FileStatistics fileStatistics,
        Tags fileMetadata,
        Map<String, EmbeddingProperties> embeddingProperties,
        @Nullable Integer chunkSize,
        @Nullable Integer chunkOverlap,
        ChunkProperties chunkProperties,
        Map<String, String> ocrProperties,
        @Nullable Instant ocrJobStartedAt,
        String name,
        @Nullable Long parentId,
        @Nullable Boolean enableAutoSync,
        @Nullable String presignedUrl,
        @Nullable String parsedTextUrl,
        @Nullable Map<String, String> additionalPresignedUrls,
        boolean skipEmbeddingGeneration,
        @Nullable Instant sourceCreatedAt,
        boolean generateSparseVectors,
        @Nullable String requestId,
        @Nullable String uploadId,
        Map<String, String> syncProperties,
        Map<String, String> messagesMetadata,
        boolean fileContentsDeleted,
        boolean supportsColdStorage,
        @Nullable Long hotStorageTimeToLive,
        EmbeddingStorageStatus embeddingStorageStatus,
        Instant createdAt,
        Instant updatedAt) {

    /// Sizes of a file; null before they are known. `fileSize` counts bytes, `numTokens` `cl100k_base` tokens.
    public record FileStatistics(
            FileFormats fileFormat,
            @Nullable Long fileSize,
            @Nullable Long numCharacters,
            @Nullable Long numTokens,
            @Nullable Long numEmbeddings,
            String mimeType) {}

    /// How a file was embedded under one slug; `model` names the model that really did it, `uploaded` for vectors that
    /// were made elsewhere, null before.
    public record EmbeddingProperties(
            @Nullable Integer chunkSize,
            @Nullable Integer chunkOverlap,
            @Nullable String model) {}

    /// How a file is cut.
    public record ChunkProperties(
            boolean setPageAsBoundary,
            boolean prependFilenameToChunks,
            @Nullable Integer maxItemsPerChunk) {}
}
