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
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks for the address where an end user connects an account, or adds files from one that is connected.
record OAuthURLRequest(
        @Nullable String scope,
        @Default(value = "[]", orNull = true) List<String> scopes,
        OauthBasedConnectors service,
        @Nullable Tags tags,
        @Default(value = "1500", orNull = true) @Min(1) int chunkSize,
        @Default(value = "20", orNull = true) @Min(0) int chunkOverlap,
        @Default(value = "false", orNull = true) boolean skipEmbeddingGeneration,
        @Default(value = "OPENAI", orNull = true) EmbeddingGenerators embeddingModel,
        @Nullable String zendeskSubdomain,
        @Nullable String microsoftTenant,
        @Nullable String sharepointSiteName,
        @Nullable String confluenceSubdomain,
        @Default(value = "false", orNull = true) boolean generateSparseVectors,
        @Default(value = "false", orNull = true) boolean prependFilenameToChunks,
        @Min(1) @Nullable Integer maxItemsPerChunk,
        @Nullable String salesforceDomain,
        @Default(value = "true", orNull = true) boolean syncFilesOnConnection,
        @Default("false") boolean setPageAsBoundary,
        @Nullable Long dataSourceId,
        @Default(value = "false", orNull = true) boolean connectingNewAccount,

        @Size(max = ConnectionFields.MAX_REQUEST_ID) @Nullable
        String requestId,

        @Default(value = "false", orNull = true) boolean useOcr,
        @Default(value = "false", orNull = true) boolean parsePdfTablesWithOcr,
        @Default("true") boolean enableFilePicker,
        @Default("true") boolean syncSourceItems,
        @Default("false") boolean incrementalSync,
        @Nullable FileSyncConfig fileSyncConfig,
        @Nullable Boolean automaticallyOpenFilePicker,
        @Nullable String gongAccountEmail,
        @Nullable JsonNode servicenowCredentials,
        @Default("{}") Tags dataSourceTags,
        @Nullable SalesforceSettings salesforceSettings)
        implements WireRequest, ProcessingFields, ConnectionFields {}
