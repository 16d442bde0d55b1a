package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.contract.processing.FileSyncConfig;
import dev.allotrope.carbon.contract.processing.ProcessingFields;
import dev.allotrope.carbon.settings.SalesforceSettings;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What is synced from an account that is connected with tokens, and how.
record SyncOptions(
        @Nullable Tags tags,
        @Default(value = "1500", orNull = true) @Min(1) int chunkSize,
        @Default(value = "20", orNull = true) @Min(0) int chunkOverlap,
        @Default(value = "false", orNull = true) boolean skipEmbeddingGeneration,
        @Default(value = "OPENAI", orNull = true) EmbeddingGenerators embeddingModel,
        @Default(value = "false", orNull = true) boolean generateSparseVectors,
        @Default(value = "false", orNull = true) boolean prependFilenameToChunks,
        @Min(1) @Nullable Integer maxItemsPerChunk,
        @Default(value = "true", orNull = true) boolean syncFilesOnConnection,
        @Default("false") boolean setPageAsBoundary,

        @Size(max = ConnectionFields.MAX_REQUEST_ID) @Nullable
        String requestId,

        @Default("true") boolean enableFilePicker,
        @Default("true") boolean syncSourceItems,
        @Default("false") boolean incrementalSync,
        @Nullable FileSyncConfig fileSyncConfig,
        @Nullable Boolean automaticallyOpenFilePicker,
        @Default("{}") Tags dataSourceTags,
        @Nullable SalesforceSettings salesforceSettings)
        implements WireRequest, ProcessingFields, ConnectionFields {}
