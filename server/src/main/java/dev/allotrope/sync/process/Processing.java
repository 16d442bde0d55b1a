package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Window;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Embeddings;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Processed;
import dev.allotrope.library.Upload;
import dev.allotrope.library.Uploads;
import dev.allotrope.parse.Content;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;

/// Works off a tenant's documents that wait: parse, chunk, embed, store; or embed and store what their owners
/// chunked. Several documents at once, so that one
/// writes while others are embedded; the embedder bounds the processors.
public final class Processing implements JobHandler {
    public static final String NAME = "process";
    /// Documents read at a time.
    static final int BATCH = 64;
    /// Uploads read at a time: each may hold thousands of vectors.
    static final int UPLOADS = 8;
    /// Documents in work at a time, for each processor.
    static final int PARALLEL = 2;
    /// How often a document is tried when something outside it is at fault.
    static final int MAX_ATTEMPTS = 3;

    static final Duration RETRY_DELAY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Processing.class);

    private final Contents contents;
    private final Uploads uploads;
    private final Embeddings embeddings;
    private final Intake intake;
    private final Preparation preparation;
    private final InstantSource clock;

    Processing(
            Contents contents,
            Uploads uploads,
            Embeddings embeddings,
            Intake intake,
            Preparation preparation,
            InstantSource clock) {
        this.contents = contents;
        this.uploads = uploads;
        this.embeddings = embeddings;
        this.intake = intake;
        this.preparation = preparation;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.BULK;
    }

    @Override
    public boolean pending(String instance) {
        Tenant tenant = Tenant.parse(instance);
        return !contents.waiting(tenant, 1).isEmpty()
                || !uploads.waiting(tenant, 1).isEmpty();
    }

    @Override
    public Outcome run(String instance) {
        Tenant tenant = Tenant.parse(instance);
        Instant end = clock.instant().plus(SLICE);
        while (clock.instant().isBefore(end)) {
            List<Task> tasks = tasks(tenant);
            if (tasks.isEmpty()) {
                return Outcome.DONE;
            }
            doAll(tenant, tasks);
        }
        return Outcome.AGAIN;
    }

    /// What there is to do for one document.
    private record Task(DocumentId document, int attempts, Runnable work) {}

    private List<Task> tasks(Tenant tenant) {
        Stream<Task> bodies = contents.waiting(tenant, BATCH).stream()
                .map(body -> new Task(
                        body.document(), body.attempts(), () -> contents.store(tenant, body, process(tenant, body))));
        Stream<Task> uploaded = uploads.waiting(tenant, UPLOADS).stream()
                .map(upload -> new Task(
                        upload.document(),
                        upload.attempts(),
                        () -> uploads.store(tenant, upload, process(tenant, upload))));
        return Stream.concat(bodies, uploaded).toList();
    }

    private void doAll(Tenant tenant, List<Task> tasks) {
        int threads = Math.min(tasks.size(), PARALLEL * Runtime.getRuntime().availableProcessors());
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            tasks.forEach(task -> all.add(workers.submit(() -> attempt(tenant, task))));
        }
        all.forEach(Processing::rethrow);
    }

    /// Everything that belongs to the document is dealt with in the attempt; what is left is a failing database,
    /// which ends the slice.
    private static void rethrow(Future<?> done) {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("processing stopped", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("processing was interrupted", e);
        }
    }

    private void attempt(Tenant tenant, Task task) {
        try {
            task.work().run();
        } catch (Failure failure) {
            failed(tenant, task, failure);
        } catch (DataIntegrityViolationException refused) {
            // Its message may quote the row, so it is not logged.
            failed(tenant, task, unexpected(task, refused));
        } catch (NestedRuntimeException database) {
            throw database;
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("document {} met a bug", task.document(), bug);
            failed(tenant, task, unexpected(task, bug));
        }
    }

    /// A document that we cannot cope with must not keep the others waiting.
    private static Failure unexpected(Task task, Throwable bug) {
        return new Failure(
                ErrorCode.INTERNAL,
                "could not process document " + task.document() + ": an unexpected "
                        + bug.getClass().getSimpleName() + "; the next sync tries again",
                bug);
    }

    private void failed(Tenant tenant, Task task, Failure failure) {
        boolean again = failure.retry() instanceof Retry.After && task.attempts() + 1 < MAX_ATTEMPTS;
        LOG.warn(
                "document {} could not be processed{}: {}", task.document(), again ? " now" : "", failure.getMessage());
        intake.processingFailed(tenant, task.document(), failure.getMessage(), again ? RETRY_DELAY : null);
    }

    private Processed process(Tenant tenant, Contents.Body body) {
        Depth depth = body.options().depth();
        if (depth.compareTo(Depth.TEXT) < 0) {
            return new Processed(null, 0, List.of(), null, Map.of());
        }
        Content content = preparation.parse(body);
        long tokens = preparation.tokens(content.text());
        if (depth.compareTo(Depth.CHUNKS) < 0) {
            return new Processed(content.text(), tokens, List.of(), null, Map.of());
        }
        Optional<Embedder> embedder = depth == Depth.EMBEDDINGS ? preparation.embedder(body) : Optional.empty();
        List<Chunk> chunks = preparation.chunks(body, content, embedder);
        return embedder.map(model ->
                        new Processed(content.text(), tokens, chunks, model.id(), vectors(tenant, model, chunks)))
                .orElseGet(() -> new Processed(content.text(), tokens, chunks, null, Map.of()));
    }

    private Uploads.Made process(Tenant tenant, Uploads.Waiting upload) {
        Embedding first = upload.pieces().getFirst().vector();
        if (first != null) {
            return made(upload, EmbedderId.uploaded(upload.model(), first.values().length));
        }
        Optional<Embedder> embedder = preparation.embedder(upload.document(), upload.model(), upload.language());
        List<Chunk> chunks = upload.pieces().stream()
                .map(piece -> preparation.withWindows(piece, upload, embedder))
                .toList();
        return embedder.map(model -> new Uploads.Made(chunks, model.id(), vectors(tenant, model, chunks)))
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

    /// The vectors of all windows; only those never embedded before are made.
    private Map<Fingerprint, Embedding> vectors(Tenant tenant, Embedder embedder, List<Chunk> chunks) {
        Set<String> texts = new LinkedHashSet<>();
        chunks.forEach(chunk -> chunk.windows().stream().map(Window::text).forEach(texts::add));
        Map<String, Fingerprint> fingerprints = new HashMap<>();
        texts.forEach(text -> fingerprints.put(text, Fingerprint.of(text)));
        Map<Fingerprint, Embedding> known = embeddings.known(tenant, embedder.id(), fingerprints.values());
        List<String> unknown = texts.stream()
                .filter(text -> !known.containsKey(fingerprints.get(text)))
                .toList();
        List<Embedding> made = embedder.embed(unknown, Embedder.Purpose.PASSAGE);
        Map<Fingerprint, Embedding> all = new HashMap<>(known);
        for (int i = 0; i < unknown.size(); i++) {
            all.put(fingerprints.get(unknown.get(i)), made.get(i));
        }
        return all;
    }
}
