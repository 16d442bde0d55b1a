package dev.allotrope.sync;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.SimulatedAccount;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.embed.FixedEmbedders;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.salesforce.TestSalesforce;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.time.InstantSource;
import java.util.List;

/// A simulated org and an account of it, all of which is synced by hand: with the real source, authorization, parser
/// and chunker.
public record SyncedOrg(SalesforceSimulator org, SimulatedAccount account, SyncWorks works) {
    static SyncedOrg of(TestDatabase database, SalesforceSimulator org) {
        return of(database, org, InstantSource.system());
    }

    static SyncedOrg of(TestDatabase database, SalesforceSimulator org, InstantSource clock) {
        SimulatedAccount account = account(database, org);
        return new SyncedOrg(org, account, works(database, account, TestSalesforce.sides(), clock));
    }

    /// An account of which everything is taken.
    public static SimulatedAccount account(TestDatabase database, SalesforceSimulator org) {
        return SimulatedAccount.of(
                database, org, new SyncOptions(ProcessingOptions.DEFAULT, Tags.NONE, Tags.NONE, true, true, null));
    }

    /// What syncs an account. What was learned about an org is in the sides.
    public static SyncWorks works(
            TestDatabase database, SimulatedAccount account, TestSalesforce.Sides sides, InstantSource clock) {
        return new SyncWorks(
                new TestLibrary(database),
                account.connections(),
                TestJobs.over(database),
                new SyncWorks.Outside(sides.source(), sides.auditor(), FixedEmbedders.hashing(), clock));
    }

    SyncRun sync() {
        SyncRun run = works.sync.listAgain(account.tenant(), account.connection(), SyncRun.Cause.ITEMS_SYNC);
        works.work(account.tenant(), account.connection());
        return works.runs.find(account.tenant(), run.id()).orElseThrow();
    }

    Connection connection() {
        return account.connections().get(account.tenant(), account.connection());
    }

    List<Document> documents() {
        return works.library.documents.list(
                account.tenant(), DocumentFilter.ALL, DocumentOrder.BY_ID, Page.first(1000));
    }
}
