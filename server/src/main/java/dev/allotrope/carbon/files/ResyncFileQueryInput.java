package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// Asks for one file to be fetched again.
record ResyncFileQueryInput(
        long fileId,
        @Min(1) @Nullable Integer chunkSize,
        @Min(0) @Nullable Integer chunkOverlap,
        @Default("false") boolean forceEmbeddingGeneration,
        @Default(value = "false", orNull = true) boolean skipFileProcessing)
        implements WireRequest {}
