package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.sync.Sync;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The customer's files: listing, links to their content, fetching one again, deleting.
@RestController
final class FilesController {
    /// How many files one transaction deletes.
    static final int DELETE_BATCH = 500;

    /// How long the links work that the older calls answer.
    private static final Duration LINK_LIFE = Duration.ofHours(1);

    private final Documents documents;
    private final Sync sync;
    private final UserFiles files;

    FilesController(Documents documents, Sync sync, UserFiles files) {
        this.documents = documents;
        this.sync = sync;
        this.files = files;
    }

    @PostMapping("/user_files_v2")
    UserFilesV2 list(Tenant tenant, @RequestBody OrganizationUserFilesToSyncQueryInput query) {
        UserFiles.Wanted wanted = new UserFiles.Wanted(
                Boolean.TRUE.equals(query.includeRawFile()),
                Boolean.TRUE.equals(query.includeParsedTextFile()),
                Boolean.TRUE.equals(query.includeAdditionalFiles()),
                life(query.presignedUrlExpiryTimeSeconds()));
        return new UserFilesV2(page(tenant, query, wanted), documents.count(tenant, FileQuery.filter(query.filters())));
    }

    /// The older form: the files alone, without a count, and without links whatever is asked for.
    @PostMapping("/user_files")
    List<UserFile> listBare(Tenant tenant, @RequestBody OrganizationUserFilesToSyncQueryInput query) {
        return page(tenant, query, UserFiles.Wanted.NOTHING);
    }

    private List<UserFile> page(Tenant tenant, OrganizationUserFilesToSyncQueryInput query, UserFiles.Wanted wanted) {
        DocumentFilter filter = FileQuery.filter(query.filters());
        DocumentOrder order = FileQuery.order(query.orderBy(), query.orderDir());
        return files.show(
                tenant, documents.list(tenant, filter, order, query.pagination().page()), wanted);
    }

    @GetMapping("/raw_file/{file_id}")
    PresignedURLResponse rawFile(Tenant tenant, @PathVariable("file_id") long fileId) {
        return link(fileId, files.raw(document(tenant, fileId), LINK_LIFE));
    }

    @GetMapping("/parsed_file/{file_id}")
    PresignedURLResponse parsedFile(Tenant tenant, @PathVariable("file_id") long fileId) {
        return link(fileId, files.parsed(document(tenant, fileId), LINK_LIFE));
    }

    private Document document(Tenant tenant, long fileId) {
        DocumentId id = WireIds.document(fileId);
        return documents.find(tenant, id).orElseThrow(() -> Failure.notFound("file", id));
    }

    private static PresignedURLResponse link(long fileId, @Nullable String link) {
        if (link == null) {
            throw Failure.notFound("content of file", fileId);
        }
        return new PresignedURLResponse(link);
    }

    @PostMapping("/resync_file")
    UserFile resync(Tenant tenant, @RequestBody ResyncFileQueryInput request) {
        Document before = document(tenant, request.fileId());
        Document queued =
                sync.resync(tenant, before.id(), options(before, request), request.forceEmbeddingGeneration());
        return files.show(tenant, queued);
    }

    /// Deletes what matches. Filters that restrict nothing are refused: they are a mistake more often than a wish.
    @PostMapping("/delete_files_v2")
    GenericSuccessResponse delete(Tenant tenant, @RequestBody DeleteFilesV2QueryInput request) {
        if (FileQuery.unrestricted(request.filters())) {
            throw InvalidRequest.value(
                    "filters must restrict which files are deleted, such as {\"ids\": [1, 2]}", "body", "filters");
        }
        List<DocumentId> ids = documents.ids(tenant, FileQuery.filter(request.filters()));
        Documents.Notice notice = notice(request.sendWebhook());
        for (List<DocumentId> batch : batches(ids)) {
            if (request.preserveFileRecord()) {
                documents.wipe(tenant, batch, notice);
            } else {
                documents.remove(tenant, batch, Documents.Reason.DELETED, notice);
            }
        }
        return GenericSuccessResponse.DONE;
    }

    /// The older form, as careful.
    @PostMapping("/delete_files")
    GenericSuccessResponse deleteListed(Tenant tenant, @RequestBody DeleteFilesQueryInput request) {
        if (FileQuery.unrestricted(request)) {
            throw InvalidRequest.value("say which files are deleted", "body", "file_ids");
        }
        List<DocumentId> ids = documents.ids(tenant, FileQuery.filter(request));
        Documents.Notice notice = notice(request.sendWebhook());
        batches(ids).forEach(batch -> documents.remove(tenant, batch, Documents.Reason.DELETED, notice));
        return GenericSuccessResponse.DONE;
    }

    private static List<List<DocumentId>> batches(List<DocumentId> ids) {
        return ids.stream().gather(Gatherers.windowFixed(DELETE_BATCH)).toList();
    }

    private static Documents.Notice notice(boolean sendWebhook) {
        return sendWebhook ? Documents.Notice.GIVEN : Documents.Notice.NONE;
    }

    private static Duration life(long seconds) {
        return Duration.ofSeconds(Math.min(seconds, FileLinks.MAX_LIFE.toSeconds()));
    }

    /// The settings a file had, with those of the request over them.
    private static ProcessingOptions options(Document file, ResyncFileQueryInput request) {
        ProcessingOptions before = file.options();
        int size = Objects.requireNonNullElse(request.chunkSize(), before.chunkSize());
        Integer asked = request.chunkOverlap();
        if (asked != null && asked >= size) {
            throw InvalidRequest.value("chunk_overlap must be smaller than chunk_size", "body", "chunk_overlap");
        }
        int overlap = asked == null ? Math.min(before.chunkOverlap(), size - 1) : asked;
        Depth depth = request.skipFileProcessing() ? Depth.RECORD : depth(file, request);
        return new ProcessingOptions(
                size,
                overlap,
                depth,
                before.embeddingModel(),
                before.prependName(),
                before.sparseVectors(),
                before.attachments());
    }

    /// A file of which only the record was taken is synced whole: that is what asking again for it means, unless it
    /// has chunks that were uploaded.
    private static Depth depth(Document file, ResyncFileQueryInput request) {
        Depth before = file.options().depth();
        boolean filled = before == Depth.RECORD && file.uploaded() == null;
        return request.forceEmbeddingGeneration() || filled ? Depth.EMBEDDINGS : before;
    }
}
