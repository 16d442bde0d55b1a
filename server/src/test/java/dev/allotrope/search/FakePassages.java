package dev.allotrope.search;

import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.Contents.ChunkRef;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The content of documents in memory.
final class FakePassages implements Passages {
    private final Map<ChunkRef, IndexedChunk> chunks = new HashMap<>();

    void put(Put put) {
        put.chunks().forEach(chunk -> chunks.put(new ChunkRef(put.document(), chunk.ordinal()), chunk));
    }

    void delete(DocumentId document) {
        chunks.keySet().removeIf(ref -> ref.document().equals(document));
    }

    @Override
    public List<StoredChunk> chunks(Tenant tenant, Collection<ChunkRef> refs) {
        return refs.stream()
                .filter(chunks::containsKey)
                .map(ref -> stored(ref, chunks.get(ref)))
                .toList();
    }

    @Override
    public Optional<Embedding> vector(Tenant tenant, ChunkRef ref, int window) {
        return chunks.get(ref).windows().stream().skip(window).findFirst();
    }

    private static StoredChunk stored(ChunkRef ref, IndexedChunk chunk) {
        return new StoredChunk(
                ref,
                chunk.text(),
                0,
                chunk.text().length(),
                1,
                chunk.headings(),
                chunk.windows().size());
    }
}
