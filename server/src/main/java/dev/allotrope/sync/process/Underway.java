package dev.allotrope.sync.process;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.OrganizationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Windows that are being embedded, so that documents in work at the same time that share a text have it embedded once.
/// Whoever comes first claims it until its document is stored, and then it is known; others take the vector over.
/// Safe for many threads.
final class Underway {
    private record Window(OrganizationId organization, EmbedderId embedder, Fingerprint text) {}

    private final Map<Window, CompletableFuture<Embedding>> claimed = new ConcurrentHashMap<>();

    /// What a document claims; closed when it is stored or given up.
    Claims begin() {
        return new Claims();
    }

    /// The claims of one document. Whoever waits for those of another must have brought forward everything of its own
    /// before, so that nobody waits for ever.
    final class Claims implements AutoCloseable {
        private final Map<Window, CompletableFuture<Embedding>> mine = new HashMap<>();

        private Claims() {}

        /// Those of the texts that nobody else has claimed. Only afterwards it shows for certain which of them are
        /// known.
        Set<Fingerprint> take(OrganizationId organization, EmbedderId embedder, Collection<Fingerprint> texts) {
            Set<Fingerprint> taken = new HashSet<>();
            for (Fingerprint text : texts) {
                Window window = new Window(organization, embedder, text);
                CompletableFuture<Embedding> claim = new CompletableFuture<>();
                if (claimed.putIfAbsent(window, claim) == null) {
                    mine.put(window, claim);
                    taken.add(text);
                }
            }
            return taken;
        }

        /// Brings forward vectors of claimed texts.
        void made(OrganizationId organization, EmbedderId embedder, Map<Fingerprint, Embedding> vectors) {
            vectors.forEach((text, vector) -> Objects.requireNonNull(
                            mine.get(new Window(organization, embedder, text)), "made without a claim")
                    .complete(vector));
        }

        /// The vectors of texts that others have claimed, as soon as they are there. What they gave up or have stored
        /// by now is missing.
        Map<Fingerprint, Embedding> ofOthers(
                OrganizationId organization, EmbedderId embedder, Collection<Fingerprint> texts) {
            Map<Fingerprint, Embedding> vectors = new HashMap<>();
            for (Fingerprint text : texts) {
                CompletableFuture<Embedding> claim = claimed.get(new Window(organization, embedder, text));
                if (claim != null) {
                    try {
                        vectors.put(text, claim.join());
                    } catch (CancellationException givenUp) {
                        continue;
                    }
                }
            }
            return vectors;
        }

        @Override
        public void close() {
            mine.forEach((window, claim) -> {
                claimed.remove(window, claim);
                claim.cancel(false);
            });
        }
    }
}
