package dev.allotrope.sync;

import dev.allotrope.connect.Connections;
import dev.allotrope.embed.Embedders;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.attachment.TestAttachments;
import dev.allotrope.source.Patience;
import dev.allotrope.source.Source;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.sync.audit.Audits;
import dev.allotrope.sync.audit.TestAudits;
import dev.allotrope.sync.files.FileLimits;
import dev.allotrope.sync.files.FileStage;
import dev.allotrope.sync.process.Processing;
import dev.allotrope.sync.process.TestProcessing;
import dev.allotrope.sync.watch.Watches;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The package as it is wired in the server, driven by hand: no scheduler runs, [#work] does all that is due and
/// stands in for the index.
public final class SyncWorks {
    /// The longest file, in bytes.
    static final int MAX_FILE = 1_000;

    public final List<Object> published = new CopyOnWriteArrayList<>();
    public final TestLibrary library;
    public final Connections connections;
    public final SyncRuns runs;
    public final ApiBudget budget;
    public final Watches watches;
    public final Sync sync;
    public final Uploading uploading;
    public final JobHandler conductor;
    public final Processing processing;
    final Audits audits;
    private final Jobs jobs;
    private final InstantSource clock;

    public SyncWorks(TestLibrary library, Connections connections, Jobs jobs, Source source, Embedders embedders) {
        this(
                library,
                connections,
                jobs,
                new Outside(
                        source,
                        source instanceof Auditor auditor ? auditor : new SilentAuditor(),
                        embedders,
                        InstantSource.system()));
    }

    /// What is not of the server, and what time it is there.
    public record Outside(Source source, Auditor auditor, Embedders embedders, InstantSource clock) {}

    public SyncWorks(TestLibrary library, Connections connections, Jobs jobs, Outside outside) {
        this(library, connections, jobs, outside, RemovalGuard.DEFAULT);
    }

    public SyncWorks(TestLibrary library, Connections connections, Jobs jobs, Outside outside, RemovalGuard guard) {
        this.library = library;
        this.connections = connections;
        Transactions transactions = library.transactions();
        JdbcClient jdbc = library.jdbc();
        runs = new SyncRuns(transactions, jdbc, published::add);
        watches = new Watches(transactions, jdbc);
        TestAttachments attached = library.attachments;
        FileStage files = new FileStage(
                outside.source() instanceof Attachments attachments ? attachments : TestAttachments.none(),
                attached.documents,
                attached.downloads,
                library.documents,
                library.intake,
                new FileLimits(MAX_FILE, FileLimits.DEFAULT.perDocument()));
        Stages.Holdings holdings =
                new Stages.Holdings(library.items, library.intake, library.documents, guard, watches, files);
        this.jobs = jobs;
        clock = outside.clock();
        sync = new Sync(transactions, connections, runs, holdings, jobs, clock);
        budget = new ApiBudget(transactions, jdbc, connections, ApiBudget.DEFAULT_PERCENT);
        audits = TestAudits.over(transactions, jdbc, outside.auditor());
        Stages stages = new Stages(outside.source(), runs, connections, holdings, jobs, clock);
        conductor =
                new Conductor(runs, stages, connections, budget, audits, new Conductor.Clock(clock, Patience.USUAL));
        processing = TestProcessing.over(library, outside.embedders());
        uploading = new Uploading(transactions, library.uploads, jobs);
    }

    /// How this package erases what it holds of a deleted customer.
    public List<Eraser> erasers() {
        return List.of(new Eraser(Eraser.Stage.RUNS, runs::erase), new Eraser(Eraser.Stage.RUNS, budget::erase));
    }

    /// What wakes work whose request was lost, and does upkeep.
    public JobHandler tick(Upkeep... upkeep) {
        return new Tick(runs, library.usage, jobs, List.of(upkeep), clock);
    }

    /// Does everything that is due now: runs, processing, indexing.
    public void work(Tenant tenant, ConnectionId connection) {
        drive(conductor, new SyncJob(tenant, connection).instance());
        drive(processing, tenant.toString());
        library.documents.indexed(tenant, library.heads.head(tenant).position());
    }

    /// Does the runs that are due now, and processes nothing.
    public void list(Tenant tenant, ConnectionId connection) {
        drive(conductor, new SyncJob(tenant, connection).instance());
    }

    private static void drive(JobHandler handler, String instance) {
        JobHandler.Outcome outcome = handler.run(instance);
        while (isDue(outcome)) {
            outcome = handler.run(instance);
        }
    }

    private static boolean isDue(JobHandler.Outcome outcome) {
        return switch (outcome) {
            case JobHandler.Outcome.Done _ -> false;
            case JobHandler.Outcome.AtOnce _ -> true;
            case JobHandler.Outcome.Again again -> again.delay().isZero();
        };
    }
}
