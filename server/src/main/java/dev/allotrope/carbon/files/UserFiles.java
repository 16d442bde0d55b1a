package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.EmbeddingStorageStatus;
import dev.allotrope.carbon.contract.ExternalFileSyncStatuses;
import dev.allotrope.carbon.contract.FileFormats;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.contract.source.DataSources;
import dev.allotrope.carbon.files.UserFile.ChunkProperties;
import dev.allotrope.carbon.files.UserFile.EmbeddingProperties;
import dev.allotrope.carbon.files.UserFile.FileStatistics;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.ConnectionOrder;
import dev.allotrope.connect.Connections;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.Document.Attachment;
import dev.allotrope.library.document.Document.Uploaded;
import dev.allotrope.sync.files.ArticleImages;
import dev.allotrope.sync.files.ArticleLinks;
import dev.allotrope.sync.files.ArticleLinks.Link;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.settings.EffectiveSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows documents as files.
public final class UserFiles {
    private static final String MIME_TYPE = "text/html";
    private static final String HELD =
            "the source lacks it, but also suspiciously many others: its removal is held until a"
                    + " run of GET /data_sources/%s/sync_runs that held it is released, or until it comes back";

    private final FileLinks links;
    private final Customers customers;
    private final Settings settings;
    private final Connections connections;
    private final ArticleImages images;
    private final ArticleLinks articleLinks;

    public UserFiles(
            FileLinks links,
            Customers customers,
            Settings settings,
            Connections connections,
            ArticleImages images,
            ArticleLinks articleLinks) {
        this.links = links;
        this.images = images;
        this.articleLinks = articleLinks;
        this.customers = customers;
        this.settings = settings;
        this.connections = connections;
    }

    /// Which links to fill, and how long they work.
    record Wanted(boolean raw, boolean parsed, boolean additional, Duration life) {
        static final Wanted NOTHING = new Wanted(false, false, false, Duration.ZERO);
    }

    /// One of a tenant's documents, without links.
    UserFile show(Tenant tenant, Document document) {
        return show(tenant, List.of(document), Wanted.NOTHING).getFirst();
    }

    /// A tenant's documents, in their order and without links.
    public List<UserFile> show(Tenant tenant, List<Document> documents) {
        return show(tenant, documents, Wanted.NOTHING);
    }

    /// A tenant's documents, in their order.
    List<UserFile> show(Tenant tenant, List<Document> documents, Wanted wanted) {
        String customer = customers.get(tenant).externalId();
        Set<ConnectionId> autoSynced = autoSynced(
                tenant, documents.stream().map(Document::connection).distinct().toList());
        Map<DocumentId, List<Link>> linked = wanted.additional() ? articleLinks.of(tenant, documents) : Map.of();
        return documents.stream()
                .map(document -> show(
                        document.metadata().with(linked(linked.getOrDefault(document.id(), List.of()))),
                        document,
                        customer,
                        autoSynced.contains(document.connection()) && followed(document),
                        wanted))
                .toList();
    }

    /// Which of these connections are synced without anybody asking.
    private Set<ConnectionId> autoSynced(Tenant tenant, List<ConnectionId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        EffectiveSettings effective = settings.of(tenant);
        return connections
                .list(
                        tenant,
                        new ConnectionFilter(ids, null, null, Tags.NONE),
                        ConnectionOrder.CREATED_AT_ASCENDING,
                        Page.first(Page.MAX_LIMIT))
                .stream()
                .filter(connection -> DataSources.autoSynced(connection, effective))
                .map(Connection::id)
                .collect(Collectors.toSet());
    }

    /// Whether a sync of its connection brings a document up to date: not one whose content nobody wants.
    private static boolean followed(Document document) {
        return document.options().depth() != Depth.RECORD && !document.contentsDeleted();
    }

    private UserFile show(Tags metadata, Document document, String customer, boolean autoSynced, Wanted wanted) {
        ProcessingOptions options = document.options();
        Uploaded chunks = chunks(document);
        return new UserFile(
                document.id().value(),
                DataSourceType.SALESFORCE,
                document.tenant().organization().value(),
                document.tenant().customer().value(),
                customer,
                document.connection().value(),
                document.externalId(),
                document.url(),
                ExternalFileSyncStatuses.of(document.status()),
                document.error(),
                document.lastSync(),
                document.tags(),
                statistics(document),
                metadata,
                embeddingProperties(document),
                chunks.chunkSize(),
                chunks.chunkOverlap(),
                new ChunkProperties(false, options.prependName(), null),
                Map.of(),
                null,
                document.name(),
                parent(document),
                autoSynced,
                wanted.raw() ? raw(document, wanted.life()) : null,
                wanted.parsed() ? parsed(document, wanted.life()) : null,
                wanted.additional() ? images(document, wanted.life()) : null,
                options.depth() != Depth.EMBEDDINGS,
                document.sourceCreatedAt(),
                options.sparseVectors(),
                document.requestId(),
                document.uploadId(),
                syncProperties(document),
                Map.of(),
                document.contentsDeleted(),
                false,
                null,
                EmbeddingStorageStatus.HOT_STORAGE,
                document.createdAt(),
                document.updatedAt());
    }

    /// Says that a removal is held. The file works like any other meanwhile, so this is no error of it: clients take a
    /// `sync_error_message` for a failure.
    private static Map<String, String> syncProperties(Document document) {
        return document.removalHeld() ? Map.of("removal_held", HELD.formatted(document.connection())) : Map.of();
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
        Document.Statistics figures = document.statistics();
        boolean there = parsed && figures != null && figures.bytes() != null && !document.contentsDeleted();
        return there ? links.to(document.tenant(), document.id(), FileLinks.Form.PARSED, life) : null;
    }

    /// Links to the images that an article shows, by their ids. Nothing is downloaded before a link is opened.
    private Map<String, String> images(Document document, Duration life) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String image : images.shownBy(document)) {
            found.put(image, links.to(document.tenant(), document.id(), FileLinks.Form.image(image), life));
        }
        return found;
    }

    /// What an article links to, as three lists whose elements belong together. An article that is not here has an
    /// empty file id and address.
    private static Tags linked(List<Link> links) {
        if (links.isEmpty()) {
            return Tags.NONE;
        }
        SequencedMap<String, Tags.Value> entries = new LinkedHashMap<>();
        entries.put("linked_articles", each(links, Link::target));
        entries.put("linked_file_ids", each(links, Link::document));
        entries.put("linked_urls", each(links, Link::url));
        return new Tags(entries);
    }

    private static Tags.Value each(List<Link> links, Function<Link, @Nullable Object> shown) {
        return new Tags.Value.Many(links.stream()
                .map(link -> Objects.toString(shown.apply(link), ""))
                .toList());
    }

    private static @Nullable Long parent(Document document) {
        Attachment attachment = document.attachment();
        return attachment == null ? null : attachment.parent().value();
    }

    private static FileStatistics statistics(Document document) {
        Document.Statistics figures = document.statistics();
        Attachment attachment = document.attachment();
        FileFormats format = attachment == null ? FileFormats.SALESFORCE : FileFormats.of(attachment.kind());
        String type = attachment == null ? MIME_TYPE : attachment.mediaType();
        if (figures == null) {
            Long bytes = attachment == null ? null : attachment.bytes();
            return new FileStatistics(format, bytes, null, null, null, type);
        }
        long embedded = document.embedder() == null ? 0 : figures.chunks();
        return new FileStatistics(format, figures.bytes(), figures.characters(), figures.tokens(), embedded, type);
    }

    /// How the chunks are made, or were by whoever uploaded them.
    private static Uploaded chunks(Document document) {
        ProcessingOptions options = document.options();
        return Objects.requireNonNullElseGet(
                document.uploaded(),
                () -> new Uploaded(options.embeddingModel(), options.chunkSize(), options.chunkOverlap()));
    }

    private static Map<String, EmbeddingProperties> embeddingProperties(Document document) {
        if (document.uploaded() == null && document.options().depth() != Depth.EMBEDDINGS) {
            return Map.of();
        }
        Uploaded chunks = chunks(document);
        String embedder = document.embedder();
        String model = embedder == null ? null : EmbedderId.parse(embedder).model();
        return Map.of(chunks.model(), new EmbeddingProperties(chunks.chunkSize(), chunks.chunkOverlap(), model));
    }
}
