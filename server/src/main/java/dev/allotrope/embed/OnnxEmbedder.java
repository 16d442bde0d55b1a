package dev.allotrope.embed;

import ai.onnxruntime.OrtException;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs a model on this machine's cores with ONNX Runtime: one text a run, one worker a core. Queries have a session
/// and workers of their own and never wait for bulk work, which leaves them a core while they keep coming and gives way
/// on the others.
final class OnnxEmbedder implements Embedder, AutoCloseable {
    private final OnnxArtifact artifact;
    private final EmbedderId id;
    private final List<EmbedderId> formerIds;
    private final BulkGate gate;
    private final ExecutorService bulk;
    private final ExecutorService queries;
    private @Nullable OnnxModel model;
    private @Nullable Failure broken;

    /// Loads nothing yet, but reads the files once for the id. `nanos` is a clock like [System#nanoTime].
    OnnxEmbedder(OnnxArtifact artifact, int workers, LongSupplier nanos) {
        this.artifact = artifact;
        this.id = artifact.id();
        this.formerIds = artifact.formerIds();
        this.gate = new BulkGate(workers, nanos);
        this.bulk = Executors.newFixedThreadPool(workers, BulkThreads.named("embed-bulk-"));
        this.queries = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("embed-query-", 0).factory());
    }

    @Override
    public EmbedderId id() {
        return id;
    }

    @Override
    public List<EmbedderId> formerIds() {
        return formerIds;
    }

    @Override
    public double subjectShare() {
        return artifact.subjectShare();
    }

    @Override
    public int dimensions() {
        return artifact.dimensions();
    }

    @Override
    public int windowTokens() {
        return artifact.windowTokens();
    }

    @Override
    public int tokens(String text) {
        return model().tokens(text);
    }

    @Override
    public boolean misreads(String word) {
        return tokens(word) > 1;
    }

    @Override
    public boolean knows(String language) {
        return artifact.languages().know(language);
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        OnnxModel loaded = model();
        return switch (purpose) {
            case QUERY -> {
                gate.queryCame();
                yield all(
                        queries,
                        texts,
                        text -> loaded.embed(artifact.prefixes().before(text, purpose), OnnxModel.Lane.QUERY));
            }
            case PASSAGE ->
                all(bulk, texts, text -> passage(loaded, artifact.prefixes().before(text, purpose)));
        };
    }

    private Embedding passage(OnnxModel loaded, String text) throws InterruptedException {
        gate.enter();
        try {
            return loaded.embed(text, OnnxModel.Lane.BULK);
        } finally {
            gate.leave();
        }
    }

    private List<Embedding> all(ExecutorService pool, List<String> texts, Step step) {
        List<Callable<Embedding>> tasks = new ArrayList<>(texts.size());
        texts.forEach(text -> tasks.add(() -> step.embed(text)));
        try {
            List<Embedding> embeddings = new ArrayList<>(texts.size());
            for (Future<Embedding> done : pool.invokeAll(tasks)) {
                embeddings.add(done.get());
            }
            return embeddings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait was interrupted; it can be asked again", Retry.after(Duration.ofSeconds(1)), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw new Failure(failure.code(), failure.getMessage(), failure.retry(), e);
            }
            throw unavailable(String.valueOf(e.getCause()), Retry.NEVER, e);
        }
    }

    private Failure unavailable(String reason, Retry retry, Throwable cause) {
        return new Failure(
                ErrorCode.EMBEDDER_UNAVAILABLE,
                "could not embed with model " + artifact.name() + ": " + reason,
                retry,
                cause);
    }

    /// A library that could not be loaded stays so until the process ends, so a failure is kept.
    private synchronized OnnxModel model() {
        if (broken != null) {
            throw new Failure(broken.code(), broken.getMessage(), broken);
        }
        OnnxModel loaded = model;
        if (loaded == null) {
            loaded = load();
            model = loaded;
        }
        return loaded;
    }

    private OnnxModel load() {
        try {
            return OnnxModel.load(artifact);
        } catch (IOException | OrtException | RuntimeException | LinkageError e) {
            Failure failure = StartFailure.of(artifact.name(), e);
            broken = failure;
            throw failure;
        }
    }

    @Override
    public void close() {
        queries.shutdownNow();
        bulk.shutdownNow();
        queries.close();
        bulk.close();
        closeModel();
    }

    private synchronized void closeModel() {
        if (model != null) {
            model.close();
            model = null;
        }
    }

    private interface Step {
        Embedding embed(String text) throws InterruptedException;
    }
}
