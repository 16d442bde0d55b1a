package dev.allotrope.carbon.organization;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The organization with what is held for all its users. The figures are summed when they are asked for. There are no
/// plans and periods here, and the server logs on its own terms: those fields are empty.
record OrganizationResponse(
        long id,
        String name,
        @Nullable String nickname,
        boolean removeBranding,
        @Nullable Map<String, Object> customBranding,
        Map<String, Long> customLimits,
        Map<String, Long> aggregateFileSize,
        Map<String, Long> aggregateNumCharacters,
        Map<String, Long> aggregateNumTokens,
        Map<String, Long> aggregateNumEmbeddings,
        Map<String, Long> aggregateNumFilesBySource,
        Map<String, Long> aggregateNumFilesByFileFormat,
        @Nullable Instant fileStatisticsAggregatedAt,
        @Nullable Instant periodEndsAt,
        @Nullable Boolean cancelAtPeriodEnd,
        Map<String, Map<String, Object>> connectorSettings,
        Map<String, Object> globalUserConfig,
        Map<String, Object> fileSyncUsage,
        Map<String, Object> loggingSettings,
        Instant createdAt,
        Instant updatedAt) {}
