package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.ExternalFileSyncStatuses;
import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.contract.processing.FileTypesAtSource;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.OneOrMany;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which files; null restricts nothing. The parent of a file is the article that it hangs on; there are no
/// containers, so `includeContainers` adds none.
public record OrganizationUserFilesToSyncFilters(
        @OneOrMany @Nullable List<DataSourceType> source,
        @Nullable String name,
        @Size(max = TagFilters.MAX_TAGS) @Nullable Tags tags,
        @Nullable TagFilter tagsV2,
        @Nullable List<Long> ids,
        @Nullable List<String> externalFileIds,
        @Nullable List<ExternalFileSyncStatuses> syncStatuses,
        @Nullable List<Long> parentFileIds,
        @Nullable List<Long> organizationUserDataSourceId,
        @Nullable List<EmbeddingGenerators> embeddingGenerators,
        @Nullable Boolean rootFilesOnly,
        @Default("false") boolean includeAllChildren,
        @Default("false") boolean nonSyncedOnly,
        @Size(max = 100) @Nullable List<String> requestIds,
        @Size(max = 100) @Nullable List<String> uploadIds,
        @Nullable String syncErrorMessage,
        @Nullable Boolean includeContainers,
        @Nullable List<String> externalUrls,
        @Nullable List<FileTypesAtSource> fileTypesAtSource)
        implements WireRequest {}
