package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.DataSourceType;
import dev.allotrope.carbon.contract.EmbeddingStorageStatus;
import dev.allotrope.carbon.contract.FileFormats;
import dev.allotrope.carbon.files.UserFile.ChunkProperties;
import dev.allotrope.carbon.files.UserFile.EmbeddingProperties;
import dev.allotrope.carbon.files.UserFile.FileStatistics;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.Document;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows documents as files.
final class UserFiles {
    private static final String MIME_TYPE = "text/html";

    private final FileLinks links;

    UserFiles(FileLinks links) {
        this.links = links;
    }

    /// Which links to fill, and how long they work.
    record Wanted(boolean raw, boolean parsed, boolean additional, Duration life) {
        static final Wanted NOTHING = new Wanted(false, false, false, Duration.ZERO);
    }

    UserFile show(Document document, String customer, Wanted wanted) {
        ProcessingOptions options = document.options();
        return new UserFile(
                document.id().value(),
                DataSourceType.SALESFORCE,
                document.tenant().organization().value(),
                document.tenant().customer().value(),
                customer,
                document.connection().value(),
                document.externalId(),
                document.url(),
                FileQuery.status(document.status()),
                document.error(),
                document.lastSync(),
                document.tags(),
                statistics(document),
                document.metadata(),
                embeddingProperties(document),
                options.chunkSize(),
                options.chunkOverlap(),
                new ChunkProperties(false, options.prependName(), null),
                Map.of(),
                null,
                document.name(),
                null,
                null,
                wanted.raw() ? raw(document, wanted.life()) : null,
                wanted.parsed() ? parsed(document, wanted.life()) : null,
                wanted.additional() ? Map.of() : null,
                options.depth() != Depth.EMBEDDINGS,
                document.sourceCreatedAt(),
                options.sparseVectors(),
                document.requestId(),
                document.uploadId(),
                Map.of(),
                Map.of(),
                document.contentsDeleted(),
                false,
                null,
                EmbeddingStorageStatus.HOT_STORAGE,
                document.createdAt(),
                document.updatedAt());
    }

    /// Null when nothing was fetched, or it was deleted.
    @Nullable
    String raw(Document document, Duration life) {
        boolean there = document.fingerprint() != null && !document.contentsDeleted();
        return there ? links.to(document.tenant(), document.id(), FileLinks.Form.RAW, life) : null;
    }

    /// Null when nothing was parsed, or it was deleted.
    @Nullable
    String parsed(Document document, Duration life) {
        boolean parsed = document.options().depth().compareTo(Depth.TEXT) >= 0;
        boolean there = parsed && document.statistics() != null && !document.contentsDeleted();
        return there ? links.to(document.tenant(), document.id(), FileLinks.Form.PARSED, life) : null;
    }

    private static FileStatistics statistics(Document document) {
        Document.Statistics figures = document.statistics();
        if (figures == null) {
            return new FileStatistics(FileFormats.SALESFORCE, null, null, null, null, MIME_TYPE);
        }
        long embedded = document.embedder() == null ? 0 : figures.chunks();
        return new FileStatistics(
                FileFormats.SALESFORCE, figures.bytes(), figures.characters(), figures.tokens(), embedded, MIME_TYPE);
    }

    private static Map<String, EmbeddingProperties> embeddingProperties(Document document) {
        ProcessingOptions options = document.options();
        if (options.depth() != Depth.EMBEDDINGS) {
            return Map.of();
        }
        String embedder = document.embedder();
        String model = embedder == null ? null : EmbedderId.parse(embedder).model();
        return Map.of(
                options.embeddingModel(), new EmbeddingProperties(options.chunkSize(), options.chunkOverlap(), model));
    }
}
