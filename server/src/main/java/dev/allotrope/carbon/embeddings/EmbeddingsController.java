package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.FileKin;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.processing.EmbeddingModels;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.embeddings.DocumentResponse.DocumentResponseList;
import dev.allotrope.carbon.files.FileLinks;
import dev.allotrope.carbon.wire.WireTime;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentFilter.Kin;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.search.Answer;
import dev.allotrope.search.Query;
import dev.allotrope.search.Search;
import dev.allotrope.search.rerank.Rerankers;
import dev.allotrope.search.rerank.Reranking;
import dev.allotrope.search.rerank.Reranking.Reranked;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Search over the customer's files.
@RestController
final class EmbeddingsController {
    /// Names the legs that served, joined by commas; `none` when there was nothing to search. Models that were away, so
    /// that words took the place of their vectors, follow: `vector,lexical;away=bge-small-en-v1.5-q`.
    static final String LEGS = "X-Allotrope-Legs";

    /// Whether the order is that of the reranker that was asked for: `applied`, or why it is not.
    static final String RERANK = "X-Allotrope-Rerank";

    private static final Duration LINK_LIFE = Duration.ofHours(1);
    private static final Kin CHILDREN = new Kin(null, Kin.Level.CHILDREN, Kin.Reach.THEMSELVES);

    private final Search search;
    private final Documents documents;
    private final FileLinks links;
    private final EmbeddingModels models;
    private final Rerankers rerankers;
    private final Reranking reranking;

    EmbeddingsController(
            Search search,
            Reranking reranking,
            Rerankers rerankers,
            Documents documents,
            FileLinks links,
            EmbeddingModels models) {
        this.search = search;
        this.reranking = reranking;
        this.rerankers = rerankers;
        this.documents = documents;
        this.links = links;
        this.models = models;
    }

    @PostMapping("/embeddings")
    ResponseEntity<DocumentResponseList> embeddings(Tenant tenant, @RequestBody GetEmbeddingDocumentsBody request) {
        request.check();
        requireConfigured(request);
        if (!admitsDocuments(request)) {
            return answer("none", List.of());
        }
        Optional<Set<DocumentId>> among = among(tenant, request);
        if (among.isPresent() && among.get().isEmpty()) {
            return answer("none", List.of());
        }
        Query query = SearchRequest.of(request, among.orElse(null));
        if (request.rerank() == null) {
            Answer found = search.search(tenant, query);
            return answer(legs(found), show(tenant, found.results(), request));
        }
        String words = Objects.requireNonNull(request.query(), "checked");
        Reranked reranked =
                reranking.search(tenant, query, words, request.rerank().model());
        Answer found = reranked.answer();
        return ResponseEntity.ok()
                .header(LEGS, legs(found))
                .header(RERANK, reranked.outcome().label())
                .body(new DocumentResponseList(show(tenant, found.results(), request)));
    }

    private static String legs(Answer found) {
        String legs = found.legs().stream().map(Answer.Leg::label).collect(Collectors.joining(","));
        String away = found.away().stream()
                .map(model -> ";away=" + model.replaceAll("[^\\w.:/-]", "_"))
                .collect(Collectors.joining());
        return (legs.isEmpty() ? "none" : legs) + away;
    }

    private void requireConfigured(GetEmbeddingDocumentsBody request) {
        if (request.rerank() != null) {
            rerankers.require(request.rerank().model());
        }
        if (request.embeddingModel() != null && !request.hasVector() && request.mediaType() != FileContentTypes.IMAGE) {
            models.require(request.embeddingModel());
        }
    }

    /// Files hold text, and are articles or hang on articles: other wishes find nothing.
    private static boolean admitsDocuments(GetEmbeddingDocumentsBody request) {
        return request.mediaType() == FileContentTypes.TEXT && FileKin.admits(request.fileTypesAtSource());
    }

    /// The files to search in; empty when that is all of them. What they hang on is looked up only where something
    /// hangs on anything.
    private Optional<Set<DocumentId>> among(Tenant tenant, GetEmbeddingDocumentsBody request) {
        List<DocumentId> named = WireIds.documents(request.fileIds());
        Kin.Level level = FileKin.level(request.fileTypesAtSource());
        Kin kin = FileKin.of(request.parentFileIds(), request.includeAllChildren(), level);
        boolean narrows = request.parentFileIds() != null || level != Kin.Level.ANY;
        if (kin == null || (named == null && !narrows)) {
            return Optional.ofNullable(named).map(Set::copyOf);
        }
        if (documents.count(tenant, of(null, CHILDREN)) > 0) {
            return Optional.of(Set.copyOf(documents.ids(tenant, of(named, kin))));
        }
        boolean none = request.parentFileIds() != null || level == Kin.Level.CHILDREN;
        return none ? Optional.of(Set.of()) : Optional.ofNullable(named).map(Set::copyOf);
    }

    private static DocumentFilter of(@Nullable List<DocumentId> ids, Kin kin) {
        return new DocumentFilter(ids, null, null, null, null, null, null, null, null, null, null, kin, false);
    }

    /// What was deleted since it was found is left out.
    private List<DocumentResponse> show(Tenant tenant, List<Answer.Result> results, GetEmbeddingDocumentsBody request) {
        Map<DocumentId, Document> files = files(tenant, results);
        List<DocumentResponse> shown = new ArrayList<>();
        for (Answer.Result result : results) {
            Document file = files.get(result.chunk().ref().document());
            if (file != null) {
                shown.add(show(result, file, request));
            }
        }
        return shown;
    }

    private Map<DocumentId, Document> files(Tenant tenant, List<Answer.Result> results) {
        Stream<DocumentId> ids =
                results.stream().map(result -> result.chunk().ref().document()).distinct();
        return documents
                .list(tenant, DocumentFilter.ofIds(ids.toList()), DocumentOrder.BY_ID, Page.first(Page.MAX_LIMIT))
                .stream()
                .collect(Collectors.toMap(Document::id, document -> document));
    }

    private DocumentResponse show(Answer.Result result, Document file, GetEmbeddingDocumentsBody request) {
        StoredChunk chunk = result.chunk();
        Document.Attachment attachment = file.attachment();
        boolean raw = Boolean.TRUE.equals(request.includeRawFile()) && file.fingerprint() != null;
        return new DocumentResponse(
                chunk.text(),
                file.id().value(),
                attachment == null ? null : attachment.parent().value(),
                file.name(),
                file.url(),
                DataSourceType.SALESFORCE,
                raw ? links.to(file.tenant(), file.id(), FileLinks.Form.RAW, LINK_LIFE) : null,
                Boolean.TRUE.equals(request.includeTags()) ? file.tags() : null,
                vector(result.vector()),
                result.score(),
                result.rank(),
                metadata(chunk, file, request.includeFileLevelMetadata()),
                chunk.ref().ordinal());
    }

    private static float @Nullable [] vector(@Nullable Embedding embedding) {
        return embedding == null ? null : embedding.values();
    }

    private static Map<String, Object> metadata(StoredChunk chunk, Document file, boolean withFile) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (withFile) {
            metadata.put("name", file.name());
            metadata.put("external_file_id", file.externalId());
            metadata.put("language", file.language());
            if (file.sourceCreatedAt() != null) {
                metadata.put("source_created_at", WireTime.text(file.sourceCreatedAt()));
            }
            metadata.putAll(file.metadata().plain());
        }
        metadata.putAll(ContentMetadata.of(chunk));
        return metadata;
    }

    private static ResponseEntity<DocumentResponseList> answer(String legs, List<DocumentResponse> documents) {
        return ResponseEntity.ok().header(LEGS, legs).body(new DocumentResponseList(documents));
    }
}
