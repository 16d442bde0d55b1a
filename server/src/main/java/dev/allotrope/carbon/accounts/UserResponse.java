package dev.allotrope.carbon.accounts;

import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A customer with what is held for them. The aggregates have a total and one figure for each source or format.
record UserResponse(
        long id,
        long organizationId,
        String organizationSuppliedUserId,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt,
        long numFilesSynced,
        long numCharactersSynced,
        long numTokensSynced,
        Map<String, Long> aggregateFileSize,
        Map<String, Long> aggregateNumCharacters,
        Map<String, Long> aggregateNumTokens,
        Map<String, Long> aggregateNumEmbeddings,
        Map<String, Long> aggregateNumFilesBySource,
        Map<String, Long> aggregateNumFilesByFileFormat,
        List<Tags> uniqueFileTags,
        Map<String, Boolean> enabledFeatures,
        Map<String, Object> customLimits,
        List<String> autoSyncEnabledSources,
        Map<String, Object> connectorSettings) {}
