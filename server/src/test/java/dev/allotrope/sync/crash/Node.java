package dev.allotrope.sync.crash;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Revocation;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.index.TestFollowing;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.TestJobs;
import dev.allotrope.library.LibraryAdvanced;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.sync.FakeSource;
import dev.allotrope.sync.RemovalGuard;
import dev.allotrope.sync.SyncWorks;
import dev.allotrope.sync.erase.TestErasing;
import dev.allotrope.sync.process.Reembedding;
import dev.allotrope.sync.process.TestProcessing;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// One process: what the server is made of over a database, an index and a source that outlive it.
final class Node {
    /// Holds more than two removals.
    private static final RemovalGuard GUARD = new RemovalGuard(20, 2);

    /// What is there before a process and after it.
    record World(
            TestDatabase database,
            LuceneIndex index,
            FakeSource source,
            InstantSource clock,
            IntSupplier vectorLength,
            Witness witness) {}

    final Life life;
    final SyncWorks works;
    final Reembedding reembedding;
    final Revocation revocation;
    final TestErasing.Wired erasing;
    private final Jobs jobs;
    private final TestFollowing.Turns follower;
    private volatile boolean advanced = true;

    Node(World world, Life life) {
        this.life = life;
        TestDatabase database = world.database();
        Transactions transactions =
                new Transactions(new MortalTransactions(database.dataSource(), life), database.jdbc());
        TestLibrary library = new TestLibrary(database.jdbc(), transactions);
        library.listen(event -> {
            if (event instanceof LibraryAdvanced) {
                advanced = true;
            }
        });
        MortalEmbedder embedder = new MortalEmbedder(world.vectorLength(), life, world.witness());
        jobs = TestJobs.over(database);
        works = new SyncWorks(
                library,
                TestConnections.over(database.jdbc(), transactions),
                jobs,
                new SyncWorks.Outside(world.source(), world.source(), embedder, world.clock()),
                GUARD);
        reembedding = TestProcessing.reembedding(library, embedder, jobs, world.clock());
        revocation = TestConnections.revocation(database.jdbc(), transactions);
        follower = TestFollowing.turns(library, new MortalIndex(world.index(), life));
        List<Eraser> erasers = Stream.concat(
                        works.erasers().stream(),
                        Stream.of(library.eraser(), follower.eraser(), TestConnections.eraser(revocation)))
                .toList();
        erasing = TestErasing.wired(database.jdbc(), transactions, erasers, jobs);
    }

    /// Has the source know who calls.
    void connect(FakeSource source) {
        source.beforeEachCall(life::calls);
    }

    /// Everything that a server does when it starts.
    void start(Tenant tenant) {
        follow(tenant);
        works.tick(TestProcessing.unfinished(reembedding), erasing.unfinished()).run("tick");
    }

    /// Brings the index up, if something was written since.
    void follow(Tenant tenant) {
        boolean more = advanced;
        advanced = false;
        while (more) {
            more = follower.step().test(tenant);
        }
    }

    /// Runs a slice of a job.
    JobHandler.Outcome run(String name, String instance) {
        JobHandler.Outcome outcome = handler(name).run(instance);
        life.at("after a slice of " + name);
        return outcome;
    }

    /// Whether there is work for a job.
    boolean pending(String name, String instance) {
        return handler(name).pending(instance);
    }

    /// Wakes a job that was woken while it ran.
    void wake(String name, String instance) {
        jobs.wake(handler(name).lane(), name, instance);
    }

    private JobHandler handler(String name) {
        return Stream.of(works.conductor, works.processing, reembedding, erasing.job())
                .filter(handler -> handler.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
