package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// Asks for files. The links that the `include_…` fields ask for expire after `presignedUrlExpiryTimeSeconds`.
record OrganizationUserFilesToSyncQueryInput(
        @Default("{}") Pagination pagination,
        @Default("updated_at") OrganizationUserFilesToSyncOrderByTypes orderBy,
        @Default("asc") OrderDir orderDir,
        @Default("{}") OrganizationUserFilesToSyncFilters filters,
        @Nullable Boolean includeRawFile,
        @Nullable Boolean includeParsedTextFile,
        @Nullable Boolean includeAdditionalFiles,
        @Default("3600") @Min(1) long presignedUrlExpiryTimeSeconds)
        implements WireRequest {}
