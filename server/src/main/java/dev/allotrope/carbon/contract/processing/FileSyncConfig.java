package dev.allotrope.carbon.contract.processing;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What else to do with files. What concerns audio and tables is accepted and has no effect.
public record FileSyncConfig(
        @Default("[\"ARTICLE\"]") List<FileTypesAtSource> autoSyncedSourceTypes,
        @Default("false") boolean syncAttachments,
        @Default("false") boolean detectAudioLanguage,
        @Nullable TranscriptionService transcriptionService,
        @Default("false") boolean includeSpeakerLabels,
        @Default("false") boolean splitRows,
        @Default("false") boolean generateChunksOnly,
        @Default("false") boolean storeFileOnly,
        @Default("false") boolean skipFileProcessing,
        @Nullable ParsedTextFormats parsedTextFormat)
        implements WireRequest {
    /// Whether documents are taken in by themselves when an account is connected.
    public boolean takesDocuments() {
        return autoSyncedSourceTypes.contains(FileTypesAtSource.ARTICLE);
    }
}
