package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.processing.EmbeddingGenerators;
import dev.allotrope.carbon.embeddings.EmbeddingsAndChunksResponse.EmbeddingAndChunk;
import dev.allotrope.carbon.files.FileQuery;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Chunks;
import dev.allotrope.library.Chunks.Order;
import dev.allotrope.library.Contents.ChunkRef;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Chunks and their vectors, for whoever keeps them in a store of their own.
@RestController
final class ChunksController {
    private final Documents documents;
    private final Chunks chunks;

    ChunksController(Documents documents, Chunks chunks) {
        this.documents = documents;
        this.chunks = chunks;
    }

    @PostMapping("/text_chunks")
    EmbeddingsAndChunksResponse ofFile(Tenant tenant, @RequestBody EmbeddingsAndChunksQueryInput query) {
        DocumentId id = WireIds.document(query.filters().userFileId());
        Document file = documents.find(tenant, id).orElseThrow(() -> Failure.notFound("file", id));
        EmbeddingGenerators model = query.filters().embeddingModel();
        if (model != null && !model.name().equals(file.model())) {
            return new EmbeddingsAndChunksResponse(List.of(), 0);
        }
        Order order = new Order(column(query.orderBy()), FileQuery.direction(query.orderDir()));
        List<StoredChunk> page =
                chunks.list(tenant, id, order, query.pagination().page());
        long count = chunks.count(tenant, DocumentFilter.ofIds(List.of(id)));
        return new EmbeddingsAndChunksResponse(show(tenant, page, query.includeVectors()), count);
    }

    @PostMapping("/list_chunks_and_embeddings")
    EmbeddingsAndChunksResponse list(Tenant tenant, @RequestBody EmbeddingsAndChunksQueryInputV2 query) {
        DocumentFilter filter = FileQuery.filter(query.filters());
        List<StoredChunk> page = chunks.list(
                tenant,
                filter,
                FileQuery.order(query.orderBy(), query.orderDir()),
                query.pagination().page());
        return new EmbeddingsAndChunksResponse(
                show(tenant, page, query.includeVectors()), chunks.count(tenant, filter));
    }

    private List<EmbeddingAndChunk> show(Tenant tenant, List<StoredChunk> page, boolean withVectors) {
        Map<ChunkRef, Embedding> vectors = withVectors
                ? chunks.vectors(tenant, page.stream().map(StoredChunk::ref).toList())
                : Map.of();
        return page.stream().map(chunk -> show(chunk, vectors)).toList();
    }

    private static EmbeddingAndChunk show(StoredChunk chunk, Map<ChunkRef, Embedding> vectors) {
        Embedding vector = vectors.get(chunk.ref());
        return new EmbeddingAndChunk(
                chunk.ref().document().value(),
                chunk.ref().ordinal(),
                chunk.text(),
                vector == null ? null : vector.values(),
                ContentMetadata.of(chunk));
    }

    private static Order.By column(EmbeddingsAndChunksOrderByColumns column) {
        return switch (column) {
            case CREATED_AT, UPDATED_AT -> Order.By.CREATED_AT;
            case CHUNK_INDEX -> Order.By.ORDINAL;
        };
    }
}
