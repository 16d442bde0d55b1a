package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// Says after how many seconds without use the vectors of files may go where they are not searched.
record ModifyColdStorageParametersQueryInput(
        @Default("{}") OrganizationUserFilesToSyncFilters filters,
        @Nullable Boolean enableColdStorage,
        @Min(1) @Nullable Long hotStorageTimeToLive)
        implements WireRequest {}
