package dev.allotrope.sync.process;

import dev.allotrope.embed.Embedders;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Reembeddings;
import dev.allotrope.library.Reembeddings.Progress;
import dev.allotrope.library.Reembeddings.Targets;
import dev.allotrope.library.Uploads;
import dev.allotrope.library.document.Document;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/// Gives documents vectors of the embedders that their models have now, and the text, chunks and windows that this
/// version makes of their bodies, whenever somebody wishes that. Several at once, so that one is written while others
/// are embedded; the embedder bounds what is asked of it, and a window that was embedded before is not asked for. A
/// document is searched by its old vectors until all its new ones are there; its status does not change.
public final class Reembedding implements JobHandler {
    static final String NAME = "reembed";
    /// Documents read at a time.
    static final int BATCH = 32;
    /// Documents in work at a time, for each processor.
    static final int PARALLEL = 2;
    /// When an embedder that is away is asked again, if it does not say.
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Reembedding.class);

    /// What is read and written.
    record Stores(Reembeddings reembeddings, Contents contents, Uploads uploads) {}

    private final Stores stores;
    private final Making making;
    private final Embedders embedders;
    private final Jobs jobs;
    private final InstantSource clock;
    private final int threads;

    /// `threads` is how many documents are in work at a time.
    Reembedding(Stores stores, Making making, Embedders embedders, Jobs jobs, InstantSource clock, int threads) {
        this.stores = stores;
        this.making = making;
        this.embedders = embedders;
        this.jobs = jobs;
        this.clock = clock;
        this.threads = threads;
    }

    /// Begins, or begins anew.
    public Progress request(Tenant tenant) {
        Progress progress = stores.reembeddings().request(tenant, targets(tenant));
        jobs.wake(lane(), NAME, tenant.toString());
        return progress;
    }

    /// How far the latest wish is.
    public Optional<Progress> progress(Tenant tenant) {
        return stores.reembeddings().progress(tenant);
    }

    /// Wakes wishes whose job was lost, such as by a restored backup.
    void sweep() {
        stores.reembeddings()
                .unfinished(Scope.SYSTEM)
                .forEach(tenant -> jobs.wakeIfAbsent(lane(), NAME, tenant.toString()));
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
        return open(Tenant.parse(instance)).isPresent();
    }

    @Override
    public Outcome run(String instance) {
        Tenant tenant = Tenant.parse(instance);
        Instant end = clock.instant().plus(SLICE);
        while (clock.instant().isBefore(end)) {
            Optional<Progress> wish = open(tenant);
            if (wish.isEmpty()) {
                return Outcome.DONE;
            }
            List<Document> next = stores.reembeddings().next(tenant, targets(tenant), BATCH);
            if (next.isEmpty()) {
                stores.reembeddings().finished(tenant, wish.get().requestedAt());
            }
            Optional<Duration> wait = reembedAll(tenant, next);
            if (wait.isPresent()) {
                return new Outcome.Again(wait.get());
            }
        }
        return Outcome.AGAIN;
    }

    private Optional<Progress> open(Tenant tenant) {
        return progress(tenant).filter(wish -> wish.finishedAt() == null);
    }

    /// The embedders of now, of models that there is one for.
    private Targets targets(Tenant tenant) {
        return new Targets(stores.reembeddings().models(tenant).stream()
                .filter(slug -> embedders.forModel(slug).isPresent())
                .collect(Collectors.toMap(
                        slug -> slug,
                        slug -> embedders.forModel(slug).orElseThrow().id())));
    }

    /// What became of one document.
    private sealed interface Attempt {
        /// It was gone through: its vectors were swapped, or did not have to be.
        record Done() implements Attempt {}

        /// It keeps its vectors.
        record Failed() implements Attempt {}

        /// It is tried again after a while, when its embedder is at fault and says that it will be back; or it was not
        /// begun because another one waits.
        record Waits(Duration delay) implements Attempt {}
    }

    /// Returns how long to wait when an embedder wants that. What was gone through before the first document that waits
    /// counts as reached; one behind it that was swapped is not among the next ones.
    private Optional<Duration> reembedAll(Tenant tenant, List<Document> documents) {
        AtomicBoolean waiting = new AtomicBoolean();
        List<Future<Attempt>> attempts = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (Document document : documents) {
                attempts.add(workers.submit(() -> attempt(tenant, document, waiting)));
            }
        }
        List<Attempt> results = attempts.stream().map(Reembedding::result).toList();
        for (int at = 0; at < results.size() && !(results.get(at) instanceof Attempt.Waits); at++) {
            int failed = results.get(at) instanceof Attempt.Failed ? 1 : 0;
            stores.reembeddings().reached(tenant, documents.get(at).id(), failed);
        }
        return results.stream()
                .flatMap(result -> result instanceof Attempt.Waits(Duration delay) ? Stream.of(delay) : Stream.empty())
                .max(Comparator.naturalOrder());
    }

    /// Everything that belongs to the document is dealt with in the attempt; what is left is a failing database, which
    /// ends the slice.
    private static Attempt result(Future<Attempt> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("embedding again stopped", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("embedding again was interrupted", e);
        }
    }

    private Attempt attempt(Tenant tenant, Document document, AtomicBoolean waiting) {
        if (waiting.get()) {
            return new Attempt.Waits(Duration.ZERO);
        }
        try {
            swap(tenant, document);
            return new Attempt.Done();
        } catch (Failure failure) {
            LOG.warn("document {} keeps its vectors for now: {}", document.id(), failure.getMessage());
            if (failure.retry() instanceof Retry.After after) {
                waiting.set(true);
                return new Attempt.Waits(failure.code() == ErrorCode.EMBEDDER_RATE_LIMITED ? after.delay() : PAUSE);
            }
        } catch (NestedRuntimeException database) {
            throw database;
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("document {} keeps its vectors: it met a bug", document.id(), bug);
        }
        return new Attempt.Failed();
    }

    /// What is not there any more, or changed meanwhile, keeps what it has.
    private void swap(Tenant tenant, Document document) {
        if (document.uploaded() != null) {
            stores.uploads()
                    .of(tenant, document.id())
                    .ifPresent(upload -> making.make(
                            tenant, upload, made -> stores.reembeddings().swap(tenant, upload, made)));
            return;
        }
        stores.contents()
                .body(tenant, document.id())
                .ifPresent(body -> making.make(
                        tenant, body, processed -> stores.reembeddings().swap(tenant, body, processed)));
    }
}
