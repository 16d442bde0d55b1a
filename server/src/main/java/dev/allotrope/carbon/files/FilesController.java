package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.Document;
import dev.allotrope.library.DocumentFilter;
import dev.allotrope.library.Documents;
import dev.allotrope.sync.Sync;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The customer's files: listing, fetching one again, deleting.
@RestController
final class FilesController {
    /// How many files one transaction deletes.
    static final int DELETE_BATCH = 500;

    private final Documents documents;
    private final Sync sync;
    private final Customers customers;
    private final UserFiles files;

    FilesController(Documents documents, Sync sync, Customers customers, FileLinks links) {
        this.documents = documents;
        this.sync = sync;
        this.customers = customers;
        this.files = new UserFiles(links);
    }

    @PostMapping("/user_files_v2")
    UserFilesV2 list(Tenant tenant, @RequestBody OrganizationUserFilesToSyncQueryInput query) {
        DocumentFilter filter = FileQuery.filter(query.filters());
        UserFiles.Wanted wanted = new UserFiles.Wanted(
                Boolean.TRUE.equals(query.includeRawFile()),
                Boolean.TRUE.equals(query.includeParsedTextFile()),
                Boolean.TRUE.equals(query.includeAdditionalFiles()),
                life(query.presignedUrlExpiryTimeSeconds()));
        String customer = customers.get(tenant).externalId();
        List<UserFile> page = documents
                .list(
                        tenant,
                        filter,
                        FileQuery.order(query.orderBy(), query.orderDir()),
                        query.pagination().page())
                .stream()
                .map(document -> files.show(document, customer, wanted))
                .toList();
        return new UserFilesV2(page, documents.count(tenant, filter));
    }

    @PostMapping("/resync_file")
    UserFile resync(Tenant tenant, @RequestBody ResyncFileQueryInput request) {
        DocumentId id = WireIds.document(request.fileId());
        Document before = documents.find(tenant, id).orElseThrow(() -> Failure.notFound("file", id));
        Document queued =
                sync.resync(tenant, id, options(before.options(), request), request.forceEmbeddingGeneration());
        return files.show(queued, customers.get(tenant).externalId(), UserFiles.Wanted.NOTHING);
    }

    /// Deletes what matches. Filters that restrict nothing are refused: they are a mistake more often than a wish.
    @PostMapping("/delete_files_v2")
    GenericSuccessResponse delete(Tenant tenant, @RequestBody DeleteFilesV2QueryInput request) {
        if (FileQuery.unrestricted(request.filters())) {
            throw InvalidRequest.value("filters must restrict which files are deleted", "body", "filters");
        }
        List<DocumentId> ids = documents.ids(tenant, FileQuery.filter(request.filters()));
        for (int from = 0; from < ids.size(); from += DELETE_BATCH) {
            List<DocumentId> batch = ids.subList(from, Math.min(ids.size(), from + DELETE_BATCH));
            if (request.preserveFileRecord()) {
                documents.wipe(tenant, batch);
            } else {
                documents.remove(tenant, batch, Documents.Reason.DELETED);
            }
        }
        return GenericSuccessResponse.DONE;
    }

    private static Duration life(long seconds) {
        return Duration.ofSeconds(Math.min(seconds, FileLinks.MAX_LIFE.toSeconds()));
    }

    /// The settings a file had, with those of the request over them.
    private static ProcessingOptions options(ProcessingOptions before, ResyncFileQueryInput request) {
        int size = Objects.requireNonNullElse(request.chunkSize(), before.chunkSize());
        Integer asked = request.chunkOverlap();
        if (asked != null && asked >= size) {
            throw InvalidRequest.value("chunk_overlap must be smaller than chunk_size", "body", "chunk_overlap");
        }
        int overlap = asked == null ? Math.min(before.chunkOverlap(), size - 1) : asked;
        Depth depth = request.skipFileProcessing() ? Depth.RECORD : depth(before.depth(), request);
        return new ProcessingOptions(
                size, overlap, depth, before.embeddingModel(), before.prependName(), before.sparseVectors());
    }

    private static Depth depth(Depth before, ResyncFileQueryInput request) {
        return request.forceEmbeddingGeneration() ? Depth.EMBEDDINGS : before;
    }
}
