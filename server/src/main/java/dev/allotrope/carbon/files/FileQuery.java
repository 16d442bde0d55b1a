package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.ExternalFileSyncStatuses;
import dev.allotrope.carbon.contract.FileKin;
import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentFilter.Kin;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.document.DocumentStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns what a request asks of files into what the library knows of documents.
public final class FileQuery {
    private FileQuery() {}

    /// Throws [InvalidRequest] when the filters contradict each other.
    public static DocumentFilter filter(OrganizationUserFilesToSyncFilters wanted) {
        boolean rootsOnly = Boolean.TRUE.equals(wanted.rootFilesOnly());
        if (rootsOnly && (wanted.parentFileIds() != null || wanted.includeAllChildren())) {
            throw InvalidRequest.value(
                    "root_files_only cannot be combined with parent_file_ids or include_all_children",
                    "body",
                    "filters",
                    "root_files_only");
        }
        return new DocumentFilter(
                admitsDocuments(wanted) ? ids(wanted) : List.of(),
                wanted.externalFileIds(),
                WireIds.connections(wanted.organizationUserDataSourceId()),
                statuses(wanted.syncStatuses()),
                wanted.name(),
                TagFilters.of(wanted.tags(), wanted.tagsV2()),
                names(wanted.embeddingGenerators()),
                wanted.requestIds(),
                wanted.uploadIds(),
                wanted.syncErrorMessage(),
                wanted.externalUrls(),
                kin(wanted, rootsOnly),
                wanted.nonSyncedOnly());
    }

    /// Attachments are under the articles that they hang on.
    private static @Nullable Kin kin(OrganizationUserFilesToSyncFilters wanted, boolean rootsOnly) {
        return FileKin.of(
                wanted.parentFileIds(),
                wanted.includeAllChildren(),
                rootsOnly ? Kin.Level.ROOTS : FileKin.level(wanted.fileTypesAtSource()));
    }

    /// Whether the filters restrict nothing at all, so that everything would match.
    static boolean unrestricted(OrganizationUserFilesToSyncFilters filters) {
        boolean flagged = filters.nonSyncedOnly();
        boolean named = Arrays.asList(filters.name(), filters.syncErrorMessage()).stream()
                .anyMatch(text -> text != null && !text.isEmpty());
        boolean listed = Arrays.<@Nullable List<?>>asList(
                        filters.source(),
                        filters.ids(),
                        filters.externalFileIds(),
                        filters.syncStatuses(),
                        filters.parentFileIds(),
                        filters.organizationUserDataSourceId(),
                        filters.embeddingGenerators(),
                        filters.requestIds(),
                        filters.uploadIds(),
                        filters.externalUrls(),
                        filters.fileTypesAtSource())
                .stream()
                .anyMatch(list -> !isEmpty(list));
        boolean tagged = Optional.ofNullable(TagFilters.of(filters.tags(), filters.tagsV2()))
                .filter(filter -> !TagFilters.matchesAll(filter))
                .isPresent();
        return !flagged && !named && !listed && !tagged;
    }

    /// Files by the older way of saying which to delete.
    static DocumentFilter filter(DeleteFilesQueryInput wanted) {
        return new DocumentFilter(
                WireIds.documents(wanted.fileIds()),
                null,
                null,
                statuses(wanted.syncStatuses()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                wanted.deleteNonSyncedOnly());
    }

    static boolean unrestricted(DeleteFilesQueryInput wanted) {
        return !wanted.deleteNonSyncedOnly() && isEmpty(wanted.fileIds()) && isEmpty(wanted.syncStatuses());
    }

    private static boolean isEmpty(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }

    public static DocumentOrder order(OrganizationUserFilesToSyncOrderByTypes by, OrderDir direction) {
        return new DocumentOrder(column(by), direction(direction));
    }

    private static DocumentOrder.By column(OrganizationUserFilesToSyncOrderByTypes by) {
        return switch (by) {
            case CREATED_AT -> DocumentOrder.By.CREATED_AT;
            case UPDATED_AT -> DocumentOrder.By.UPDATED_AT;
            case NAME -> DocumentOrder.By.NAME;
            case LAST_SYNC -> DocumentOrder.By.LAST_SYNC;
            case FILE_SIZE -> DocumentOrder.By.SIZE;
            case ID -> DocumentOrder.By.ID;
        };
    }

    public static DocumentOrder.Direction direction(OrderDir direction) {
        return switch (direction) {
            case ASC -> DocumentOrder.Direction.ASCENDING;
            case DESC -> DocumentOrder.Direction.DESCENDING;
        };
    }

    private static @Nullable List<DocumentId> ids(OrganizationUserFilesToSyncFilters wanted) {
        return WireIds.documents(wanted.ids());
    }

    private static boolean admitsDocuments(OrganizationUserFilesToSyncFilters wanted) {
        boolean source = wanted.source() == null || wanted.source().contains(DataSourceType.SALESFORCE);
        return source && FileKin.admits(wanted.fileTypesAtSource());
    }

    private static @Nullable List<DocumentStatus> statuses(@Nullable List<ExternalFileSyncStatuses> statuses) {
        return statuses == null
                ? null
                : statuses.stream()
                        .map(FileQuery::status)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static @Nullable DocumentStatus status(ExternalFileSyncStatuses status) {
        return Arrays.stream(DocumentStatus.values())
                .filter(candidate -> ExternalFileSyncStatuses.of(candidate) == status)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable List<String> names(@Nullable List<? extends Enum<?>> constants) {
        return constants == null ? null : constants.stream().map(Enum::name).toList();
    }
}
