package dev.allotrope.sync.process;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Uploads;
import dev.allotrope.parse.Content;
import dev.allotrope.sync.files.FileReading;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;

/// Works off a tenant's documents that wait: parse, chunk, embed, store; or embed and store what their owners
/// chunked. Several documents at once, so that one writes while others are embedded; the embedder bounds the
/// processors.
public final class Processing implements JobHandler {
    public static final String NAME = "process";
    /// Documents read at a time.
    static final int BATCH = 32;
    /// Uploads read at a time: each may hold thousands of vectors.
    static final int UPLOADS = 8;
    /// Documents in work at a time, for each processor.
    static final int PARALLEL = 2;
    /// How often a document is tried when something outside it is at fault.
    static final int MAX_ATTEMPTS = 3;

    static final Duration RETRY_DELAY = Duration.ofSeconds(30);
    /// The longest that a tenant waits for an embedder that limits: documents that it does not serve may wait too.
    static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Processing.class);

    private final Contents contents;
    private final Uploads uploads;
    private final Intake intake;
    private final FileReading files;
    private final Making making;
    private final InstantSource clock;

    Processing(
            Contents contents, Uploads uploads, FileReading files, Intake intake, Making making, InstantSource clock) {
        this.contents = contents;
        this.uploads = uploads;
        this.files = files;
        this.intake = intake;
        this.making = making;
        this.clock = clock;
    }

    /// Has a tenant's documents worked off, from when the transaction that says so commits.
    public static void wake(Jobs jobs, Tenant tenant) {
        jobs.wake(Lane.BULK, NAME, tenant.toString());
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
                || !uploads.waiting(tenant, 1).isEmpty()
                || !files.waiting(tenant, 1).isEmpty();
    }

    @Override
    public Outcome run(String instance) {
        Tenant tenant = Tenant.parse(instance);
        Instant end = clock.instant().plus(SLICE);
        try (Crew crew = new Crew(PARALLEL * Runtime.getRuntime().availableProcessors())) {
            boolean more = true;
            while (more && crew.pause().isEmpty() && clock.instant().isBefore(end)) {
                more = feed(tenant, crew);
            }
            crew.awaitAll();
            Outcome otherwise = more ? Outcome.AGAIN : Outcome.DONE;
            return crew.pause().map(Processing::pause).orElse(otherwise);
        }
    }

    private static Outcome pause(Duration asked) {
        return new Outcome.Again(asked.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : asked);
    }

    /// Begins what waits, and returns when the crew soon needs more; false when there was nothing to do.
    private boolean feed(Tenant tenant, Crew crew) {
        // Asked first: what ends meanwhile is then not begun again.
        Set<DocumentId> begun = crew.inWork();
        List<Task> tasks = tasks(tenant, begun);
        tasks.forEach(task -> crew.begin(task.document(), () -> attempt(tenant, task)));
        if (!tasks.isEmpty()) {
            crew.awaitHunger();
        } else if (!begun.isEmpty()) {
            crew.awaitNext();
        }
        return !tasks.isEmpty() || !begun.isEmpty();
    }

    /// What there is to do for one document.
    private record Task(DocumentId document, int attempts, Runnable work) {}

    private List<Task> tasks(Tenant tenant, Set<DocumentId> begun) {
        Stream<Task> bodies = contents.waiting(tenant, BATCH + begun.size()).stream()
                .map(body -> new Task(body.document(), body.attempts(), () -> process(tenant, body)));
        Stream<Task> uploaded = uploads.waiting(tenant, UPLOADS).stream()
                .map(upload -> new Task(
                        upload.document(),
                        upload.attempts(),
                        () -> making.make(tenant, upload, made -> uploads.store(tenant, upload, made))));
        Stream<Task> unread = files.waiting(tenant, BATCH + begun.size()).stream()
                .map(file -> new Task(file.document(), file.attempts(), () -> files.read(tenant, file)));
        return Stream.of(bodies, uploaded, unread)
                .flatMap(tasks -> tasks)
                .filter(task -> !begun.contains(task.document()))
                .toList();
    }

    /// Returns how long to leave the embedder alone, when it asked for that.
    private Optional<Duration> attempt(Tenant tenant, Task task) {
        try {
            task.work().run();
        } catch (Failure failure) {
            if (failure.code() == ErrorCode.EMBEDDER_RATE_LIMITED && failure.retry() instanceof Retry.After after) {
                // Nobody is at fault, so it takes no attempt.
                contents.postpone(tenant, task.document(), failure.getMessage(), after.delay());
                return Optional.of(after.delay());
            }
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
        return Optional.empty();
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

    /// What is more than the customer may have is not embedded first.
    private void process(Tenant tenant, Contents.Body body) {
        Optional<Content> content = making.read(body);
        if (content.isEmpty()) {
            contents.store(tenant, body, Making.UNREAD);
        } else if (!contents.withheld(tenant, body, content.get().text())) {
            making.make(tenant, body, content.get(), processed -> contents.store(tenant, body, processed));
        }
    }
}
