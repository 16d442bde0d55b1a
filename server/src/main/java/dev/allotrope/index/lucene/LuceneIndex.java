package dev.allotrope.index.lucene;

import dev.allotrope.embed.BulkThreads;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.Follower;
import dev.allotrope.index.Index;
import dev.allotrope.index.lucene.OpenIndexes.Lease;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.tenant.Tenant;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lucene in this process: one index a tenant under `<folder>/<organization>/<customer>`, so that no query, deletion
/// or word statistic ever spans tenants. Changes are searchable when [#apply] returns and durable at the next commit;
/// what a crash takes back, the follower brings again, because position and mark are part of the commit.
public final class LuceneIndex implements Index, AutoCloseable {
    /// Changes are committed about this long after they were applied, or six times that while nobody searches.
    static final Duration COMMIT_EVERY = Duration.ofSeconds(5);

    /// Fewer segments than Lucene's default make searching faster and merging dearer; embedding costs far more than
    /// either.
    private static final double SEGMENTS_PER_TIER = 5;

    /// What one index gathers in memory before it writes a segment; only tenants that are being filled come near it.
    private static final double BUFFER_MEGABYTES = 32;

    /// Reading this much takes a moment.
    private static final long VERIFIED_AT_ONCE = 64L << 20;

    private static final Logger log = LoggerFactory.getLogger(LuceneIndex.class);

    private final Path folder;
    private final InstantSource clock;
    private final Analyzers analyzers = new Analyzers();
    private final LuceneQueries queries = new LuceneQueries(analyzers);
    private final ScheduledExecutorService merges =
            Executors.newSingleThreadScheduledExecutor(BulkThreads.named("index-merge-"));
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("index-upkeep-", 0).factory());
    private final OpenIndexes open;
    private final Set<Tenant> verified = ConcurrentHashMap.newKeySet();

    public LuceneIndex(Path folder, InstantSource clock) {
        this(folder, clock, OpenIndexes.MAX_OPEN);
    }

    LuceneIndex(Path folder, InstantSource clock, int maxOpen) {
        this.folder = folder;
        this.clock = clock;
        this.open = new OpenIndexes(this::open, clock, maxOpen);
        long seconds = COMMIT_EVERY.toSeconds();
        upkeep.scheduleWithFixedDelay(this::upkeep, seconds, seconds, TimeUnit.SECONDS);
    }

    @Override
    public void apply(Tenant tenant, Head head, List<DocumentChange> changes) {
        try (Lease lease = open.lease(tenant)) {
            lease.index().apply(head, changes);
        } catch (IOException | RuntimeException e) {
            abandon(tenant);
            throw failure(tenant, "update", e);
        }
    }

    @Override
    public Optional<Head> applied(Tenant tenant) {
        try (Lease lease = open.lease(tenant)) {
            return lease.index().applied();
        } catch (IOException | RuntimeException e) {
            return nothingIfDamaged(tenant, e);
        }
    }

    @Override
    public Optional<Head> durable(Tenant tenant) {
        Optional<LuceneTenant> used = open.ifOpen(tenant);
        if (used.isPresent()) {
            return used.get().applied();
        }
        try {
            return LuceneTenant.durable(folder(tenant));
        } catch (IOException | RuntimeException e) {
            return nothingIfDamaged(tenant, e);
        }
    }

    @Override
    public void drop(Tenant tenant) {
        try {
            open.abandon(tenant, () -> delete(folder(tenant)));
        } catch (IOException e) {
            throw new Failure(
                    ErrorCode.INTERNAL,
                    "could not drop the search index of customer " + tenant.customer() + ": " + e
                            + "; it is tried again",
                    e);
        }
    }

    @Override
    public View view(Tenant tenant) {
        try {
            return view(tenant, open.lease(tenant));
        } catch (IOException | RuntimeException e) {
            throw failure(tenant, "open", e);
        }
    }

    /// Commits and closes every index.
    @Override
    public void close() {
        upkeep.close();
        try {
            open.close();
        } catch (IOException e) {
            log.warn("could not close the search index: {}; the next start follows from the last commit", e.toString());
        }
        merges.shutdown();
    }

    /// Commits everything applied, now.
    void commit() {
        try {
            open.upkeep(Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int openIndexes() {
        return open.size();
    }

    private View view(Tenant tenant, Lease lease) throws IOException {
        try {
            LuceneTenant index = lease.index();
            GroupedSearcher searcher = index.acquire();
            return new LuceneView(
                    searcher,
                    index.parents(),
                    queries,
                    (verb, cause) -> failure(tenant, verb, cause),
                    () -> release(index, searcher, lease));
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private static void release(LuceneTenant index, IndexSearcher searcher, Lease lease) {
        try (lease) {
            index.release(searcher);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void upkeep() {
        try {
            open.upkeep(COMMIT_EVERY);
        } catch (IOException | RuntimeException e) {
            log.warn("could not commit the search index: {}; trying again in {}", e.toString(), COMMIT_EVERY);
        }
    }

    /// The first opening of each index in this process looks at all of it, because whatever befell the files before is
    /// unknown; a large one is looked at beside its first uses.
    private LuceneTenant open(Tenant tenant) throws IOException {
        LuceneTenant opened = LuceneTenant.open(folder(tenant), config(), clock.instant());
        try {
            if (opened.bytes() > VERIFIED_AT_ONCE) {
                verifyLater(tenant);
            } else if (!verified.contains(tenant)) {
                opened.verify();
                verified.add(tenant);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void verifyLater(Tenant tenant) {
        if (verified.add(tenant)) {
            merges.execute(() -> {
                try (Lease lease = open.lease(tenant)) {
                    lease.index().verify();
                } catch (IOException | RuntimeException e) {
                    log.warn("{}", failure(tenant, "verify", e).getMessage());
                }
            });
        }
    }

    private IndexWriterConfig config() {
        return config(analyzers, merges);
    }

    static IndexWriterConfig config(Analyzer analyzers, Executor merges) {
        return new IndexWriterConfig(analyzers)
                .setCodec(Vectors.codec())
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER))
                .setMergeScheduler(new OneMergeAtATime(merges))
                // Else a refresh, and with it a search, waits up to half a second for merges of small segments.
                .setMaxFullFlushMergeWaitMillis(0)
                .setCommitOnClose(false);
    }

    private Path folder(Tenant tenant) {
        return folder.resolve(tenant.organization().toString())
                .resolve(tenant.customer().toString());
    }

    /// Lets go of an index that failed; the next use opens it at its last commit.
    void abandon(Tenant tenant) {
        try {
            open.abandon(tenant);
        } catch (IOException | RuntimeException e) {
            log.warn("could not close the search index of tenant {}: {}", tenant, e.toString());
        }
    }

    private RuntimeException failure(Tenant tenant, String verb, Exception cause) {
        if (cause instanceof Failure || cause instanceof IllegalArgumentException) {
            return (RuntimeException) cause;
        }
        String what = "could not " + verb + " the search index of customer " + tenant.customer() + ": ";
        if (damaged(cause)) {
            giveUp(tenant, cause);
            return new Failure(
                    ErrorCode.INDEX_REBUILDING,
                    what + "it is damaged; it is being built again",
                    Retry.after(Follower.RETRY_AFTER),
                    cause);
        }
        if (full(cause)) {
            return new Failure(ErrorCode.STORAGE_FULL, what + "the disk is full; free space on it", cause);
        }
        return new Failure(ErrorCode.INTERNAL, what + cause.getMessage() + "; it is tried again", cause);
    }

    private Optional<Head> nothingIfDamaged(Tenant tenant, Exception cause) {
        if (!damaged(cause)) {
            throw failure(tenant, "open", cause);
        }
        giveUp(tenant, cause);
        return Optional.empty();
    }

    private void giveUp(Tenant tenant, Exception cause) {
        log.warn("the search index of tenant {} is damaged: {}; it is built again", tenant, cause.toString());
        drop(tenant);
    }

    private static boolean damaged(Throwable error) {
        return error instanceof CorruptIndexException
                || error instanceof IndexFormatTooOldException
                || error instanceof IndexFormatTooNewException
                || error instanceof EOFException
                || error instanceof NoSuchFileException
                || (error.getCause() != null && damaged(error.getCause()));
    }

    private static boolean full(Throwable error) {
        String text = error instanceof FileSystemException file ? file.getReason() : error.getMessage();
        return (text != null && text.contains("No space left")) || (error.getCause() != null && full(error.getCause()));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
