package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Window;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Embeddings;
import dev.allotrope.library.Processed;
import dev.allotrope.library.Upload;
import dev.allotrope.library.Uploads;
import dev.allotrope.parse.Content;
import dev.allotrope.sync.process.Underway.Claims;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Makes what is stored and searched of a document: from a body, or from what its owner chunked. Writes nothing by
/// itself: what is made is stored by whoever asked for it, and until then no other document has the same windows
/// embedded.
final class Making {
    /// What a body becomes that is kept as it is.
    static final Processed UNREAD = new Processed(null, 0, List.of(), null, Map.of());

    private final Preparation preparation;
    private final Embeddings embeddings;
    private final Underway underway = new Underway();

    Making(Preparation preparation, Embeddings embeddings) {
        this.preparation = preparation;
        this.embeddings = embeddings;
    }

    /// What a body says; empty when only the body is wanted.
    Optional<Content> read(Contents.Body body) {
        boolean wanted = body.options().depth().compareTo(Depth.TEXT) >= 0;
        return wanted ? Optional.of(preparation.parse(body)) : Optional.empty();
    }

    /// Makes what a body becomes, and has it stored.
    boolean make(Tenant tenant, Contents.Body body, Predicate<Processed> store) {
        Optional<Content> content = read(body);
        return content.isPresent() ? make(tenant, body, content.get(), store) : store.test(UNREAD);
    }

    /// Makes what a body becomes that says this, and has it stored.
    boolean make(Tenant tenant, Contents.Body body, Content content, Predicate<Processed> store) {
        try (Claims claims = underway.begin()) {
            return store.test(of(tenant, body, content, claims));
        }
    }

    /// Makes what an upload becomes, and has it stored.
    boolean make(Tenant tenant, Uploads.Waiting upload, Predicate<Uploads.Made> store) {
        try (Claims claims = underway.begin()) {
            return store.test(of(tenant, upload, claims));
        }
    }

    private Processed of(Tenant tenant, Contents.Body body, Content content, Claims claims) {
        Depth depth = body.options().depth();
        long tokens = preparation.tokens(content.text());
        if (depth.compareTo(Depth.CHUNKS) < 0) {
            return new Processed(content.text(), tokens, List.of(), null, Map.of());
        }
        Optional<Embedder> embedder = depth == Depth.EMBEDDINGS ? preparation.embedder(body) : Optional.empty();
        List<Chunk> chunks = preparation.chunks(body, content, embedder);
        return embedder.map(model -> new Processed(
                        content.text(), tokens, chunks, model.id(), vectors(tenant, model, chunks, claims)))
                .orElseGet(() -> new Processed(content.text(), tokens, chunks, null, Map.of()));
    }

    private Uploads.Made of(Tenant tenant, Uploads.Waiting upload, Claims claims) {
        Embedding first = upload.pieces().getFirst().vector();
        if (first != null) {
            return made(upload, EmbedderId.uploaded(upload.model(), first.values().length));
        }
        Optional<Embedder> embedder = preparation.embedder(upload.document(), upload.model(), upload.language());
        List<Chunk> chunks = upload.pieces().stream()
                .map(piece -> preparation.withWindows(piece, upload, embedder))
                .toList();
        return embedder.map(model -> new Uploads.Made(chunks, model.id(), vectors(tenant, model, chunks, claims)))
                .orElseGet(() -> new Uploads.Made(chunks, null, Map.of()));
    }

    private Uploads.Made made(Uploads.Waiting upload, EmbedderId embedder) {
        List<Chunk> chunks = new ArrayList<>();
        Map<Fingerprint, Embedding> vectors = new HashMap<>();
        for (Upload.Piece piece : upload.pieces()) {
            Embedding vector = Objects.requireNonNull(piece.vector(), "all pieces have vectors or none has");
            Chunk chunk = preparation.withVector(piece, vector);
            chunks.add(chunk);
            vectors.put(Fingerprint.of(chunk.windows().getFirst().text()), vector);
        }
        return new Uploads.Made(chunks, embedder, vectors);
    }

    /// The vectors of all windows; only those never embedded before are made, and those that others make just now are
    /// waited for.
    private Map<Fingerprint, Embedding> vectors(Tenant tenant, Embedder embedder, List<Chunk> chunks, Claims claims) {
        SequencedMap<Fingerprint, Window> missing = new LinkedHashMap<>();
        chunks.forEach(chunk -> chunk.windows().forEach(window -> missing.put(Fingerprint.of(window.text()), window)));
        Map<Fingerprint, Embedding> all = new HashMap<>();
        do {
            SequencedMap<Fingerprint, Window> ours = new LinkedHashMap<>(missing);
            ours.keySet().retainAll(claims.take(tenant.organization(), embedder.id(), missing.keySet()));
            Map<Fingerprint, Embedding> forward = knownOrMade(tenant, embedder, ours);
            claims.made(tenant.organization(), embedder.id(), forward);
            all.putAll(forward);
            missing.keySet().removeAll(forward.keySet());
            all.putAll(claims.ofOthers(tenant.organization(), embedder.id(), missing.keySet()));
            missing.keySet().removeAll(all.keySet());
        } while (!missing.isEmpty());
        return all;
    }

    private Map<Fingerprint, Embedding> knownOrMade(
            Tenant tenant, Embedder embedder, SequencedMap<Fingerprint, Window> windows) {
        Map<Fingerprint, Embedding> all = new HashMap<>(embeddings.known(tenant, embedder.id(), windows.keySet()));
        windows.keySet().removeAll(all.keySet());
        all.putAll(made(preparation.costs().charged(tenant.organization(), embedder), windows));
        return all;
    }

    /// Vectors that lean towards the subjects of their windows as far as the embedder wants. Texts and subjects are
    /// embedded together, so that no core waits between the two.
    private static Map<Fingerprint, Embedding> made(Embedder embedder, SequencedMap<Fingerprint, Window> windows) {
        Predicate<Window> leans =
                window -> embedder.subjectShare() > 0 && !window.subject().isEmpty();
        Map<String, Embedding> vectors = embedded(
                embedder,
                windows.values().stream()
                        .flatMap(window -> leans.test(window)
                                ? Stream.of(window.subject(), window.text())
                                : Stream.of(window.text())));
        Map<Fingerprint, Embedding> made = new HashMap<>();
        windows.forEach((text, window) -> {
            Embedding whole = Objects.requireNonNull(vectors.get(window.text()), "every text was embedded");
            made.put(
                    text,
                    leans.test(window)
                            ? whole.leaning(
                                    Objects.requireNonNull(vectors.get(window.subject()), "every subject was embedded"),
                                    embedder.subjectShare())
                            : whole);
        });
        return made;
    }

    private static Map<String, Embedding> embedded(Embedder embedder, Stream<String> texts) {
        List<String> distinct = texts.distinct().toList();
        List<Embedding> vectors = embedder.embed(distinct, Embedder.Purpose.PASSAGE);
        Map<String, Embedding> embedded = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            embedded.put(distinct.get(i), vectors.get(i));
        }
        return embedded;
    }
}
