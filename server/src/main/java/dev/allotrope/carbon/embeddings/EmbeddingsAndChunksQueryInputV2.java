package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.files.OrganizationUserFilesToSyncFilters;
import dev.allotrope.carbon.files.OrganizationUserFilesToSyncOrderByTypes;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;

/// Asks for the chunks of all files that the filters keep, in the order of the files.
record EmbeddingsAndChunksQueryInputV2(
        @Default("{}") Pagination pagination,
        @Default("updated_at") OrganizationUserFilesToSyncOrderByTypes orderBy,
        @Default("asc") OrderDir orderDir,
        OrganizationUserFilesToSyncFilters filters,
        @Default("false") boolean includeVectors)
        implements WireRequest {}
