package dev.allotrope.sync;

import dev.allotrope.job.Jobs;
import dev.allotrope.library.Upload;
import dev.allotrope.library.Uploads;
import dev.allotrope.sync.process.Processing;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;

/// Takes in chunks that owners of documents made, and sees to it that they are processed.
public final class Uploading {
    private final Transactions transactions;
    private final Uploads uploads;
    private final Jobs jobs;

    Uploading(Transactions transactions, Uploads uploads, Jobs jobs) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.jobs = jobs;
    }

    /// Takes all in or none; see [Uploads#takeIn] for what it throws.
    public void takeIn(Tenant tenant, List<Upload> given) {
        transactions.run(tenant, () -> {
            uploads.takeIn(tenant, given);
            Processing.wake(jobs, tenant);
        });
    }
}
