package dev.allotrope.sync.process;

import dev.allotrope.embed.Embedders;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.DocumentId;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/// Gives documents vectors of the embedders that their models have now, one document after another, whenever
/// somebody wishes that. A document is searched by its old vectors until all its new ones are there; its status
/// does not change.
public final class Reembedding implements JobHandler {
    static final String NAME = "reembed";
    /// Documents read at a time.
    static final int BATCH = 16;
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

    Reembedding(Stores stores, Making making, Embedders embedders, Jobs jobs, InstantSource clock) {
        this.stores = stores;
        this.making = making;
        this.embedders = embedders;
        this.jobs = jobs;
        this.clock = clock;
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
            for (Document document : next) {
                Optional<Duration> wait = reembed(tenant, document);
                if (wait.isPresent()) {
                    return new Outcome.Again(wait.get());
                }
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

    /// Returns how long to wait before this document is tried again, when its embedder is at fault and says that it
    /// will be back.
    private Optional<Duration> reembed(Tenant tenant, Document document) {
        try {
            stores.reembeddings().reached(tenant, document.id(), swapped(tenant, document) ? 1 : 0, 0);
        } catch (Failure failure) {
            LOG.warn("document {} keeps its vectors for now: {}", document.id(), failure.getMessage());
            if (failure.retry() instanceof Retry.After after) {
                return Optional.of(failure.code() == ErrorCode.EMBEDDER_RATE_LIMITED ? after.delay() : PAUSE);
            }
            failed(tenant, document.id());
        } catch (NestedRuntimeException database) {
            throw database;
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("document {} keeps its vectors: it met a bug", document.id(), bug);
            failed(tenant, document.id());
        }
        return Optional.empty();
    }

    private void failed(Tenant tenant, DocumentId document) {
        stores.reembeddings().reached(tenant, document, 0, 1);
    }

    private boolean swapped(Tenant tenant, Document document) {
        if (document.uploaded() != null) {
            return stores.uploads()
                    .of(tenant, document.id())
                    .map(upload -> stores.reembeddings().swap(tenant, upload, making.of(tenant, upload)))
                    .orElse(false);
        }
        return stores.contents()
                .body(tenant, document.id())
                .map(body -> stores.reembeddings().swap(tenant, body, making.of(tenant, body)))
                .orElse(false);
    }
}
