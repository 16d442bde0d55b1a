package dev.allotrope.sync.process;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Embeddings;
import dev.allotrope.tenant.Scope;

/// Holds the vectors that are stored against the embedders that are configured.
record StoredVectors(Embeddings embeddings, Embedders embedders) {
    /// Throws [Failure] when an embedder makes vectors of another length than those that are stored as its own: the
    /// two could not be compared.
    void check() {
        embeddings.lengths(Scope.SYSTEM).forEach(this::check);
    }

    private void check(EmbedderId id, int length) {
        embedders.byId(id).filter(embedder -> embedder.dimensions() != length).ifPresent(embedder -> {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not start: the vectors that are stored of " + id + " have length " + length
                            + ", and it is configured to make vectors of length " + embedder.dimensions()
                            + "; set the length back, or give the model another name");
        });
    }
}
