package dev.allotrope.carbon.users;

import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user with what is held for them: figures over files that are ready, each by source or format. The limits are the
/// user's own; the sources are those that are synced in fact.
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
        Map<String, Long> customLimits,
        List<String> autoSyncEnabledSources,
        Map<String, Map<String, Object>> connectorSettings) {}
