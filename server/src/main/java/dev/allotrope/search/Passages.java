package dev.allotrope.search;

import dev.allotrope.embed.Embedding;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Contents.ChunkRef;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What search reads of the library.
interface Passages {
    /// Those of the chunks that still exist, in no order.
    List<StoredChunk> chunks(Tenant tenant, Collection<ChunkRef> refs);

    /// The vector of a chunk's window, if there still is one.
    Optional<Embedding> vector(Tenant tenant, ChunkRef ref, int window);

    static Passages of(Contents contents) {
        return new Passages() {
            @Override
            public List<StoredChunk> chunks(Tenant tenant, Collection<ChunkRef> refs) {
                return contents.chunks(tenant, refs);
            }

            @Override
            public Optional<Embedding> vector(Tenant tenant, ChunkRef ref, int window) {
                return contents.vector(tenant, ref, window);
            }
        };
    }
}
