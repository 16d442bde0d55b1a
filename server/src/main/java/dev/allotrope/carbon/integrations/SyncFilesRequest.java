package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.contract.processing.FileSyncConfig;
import dev.allotrope.carbon.contract.processing.ProcessingFields;
import dev.allotrope.carbon.settings.SalesforceSettings;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireReader;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Selects items to become files. An id is an external id, or an object that holds one.
record SyncFilesRequest(
        long dataSourceId,
        @Size(max = SyncFilesRequest.MAX_IDS) List<JsonNode> ids,
        @Nullable Tags tags,
        @Default(value = "1500", orNull = true) @Min(1) int chunkSize,
        @Default(value = "20", orNull = true) @Min(0) int chunkOverlap,
        @Default(value = "false", orNull = true) boolean skipEmbeddingGeneration,
        @Default(value = "OPENAI", orNull = true) EmbeddingGenerators embeddingModel,
        @Default(value = "false", orNull = true) boolean generateSparseVectors,
        @Default(value = "false", orNull = true) boolean prependFilenameToChunks,
        @Min(1) @Nullable Integer maxItemsPerChunk,
        @Default("false") boolean setPageAsBoundary,

        @Size(max = ConnectionFields.MAX_REQUEST_ID) @Nullable
        String requestId,

        @Default(value = "false", orNull = true) boolean useOcr,
        @Default(value = "false", orNull = true) boolean parsePdfTablesWithOcr,
        @Default("false") boolean incrementalSync,
        @Nullable FileSyncConfig fileSyncConfig,
        @Nullable SalesforceSettings salesforceSettings)
        implements WireRequest, ProcessingFields {
    /// How many ids one request may hold.
    static final int MAX_IDS = 50_000;

    /// An id with the root it stands under, which only other sources need.
    private record SyncFilesIds(String id, @Nullable String rootId) implements WireRequest {}

    /// The external ids, in order.
    List<String> externalIds() {
        List<String> externalIds = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            externalIds.add(externalId(ids.get(i), i));
        }
        return externalIds;
    }

    private static String externalId(JsonNode id, int index) {
        return id.isObject()
                ? WireReader.read(id, SyncFilesIds.class, "body", "ids", index).id()
                : WireReader.read(id, String.class, "body", "ids", index);
    }
}
