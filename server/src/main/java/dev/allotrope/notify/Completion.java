package dev.allotrope.notify;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Lane;
import dev.allotrope.library.Documents;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;

/// Tells when everything of an upload is done. Woken, by the name of the customer, after each transaction that told
/// something of theirs: the last document may have become ready there.
final class Completion implements JobHandler {
    static final String NAME = "uploads_done";

    private final Transactions transactions;
    private final WatchedUploads uploads;
    private final Documents documents;
    private final Outbox outbox;

    Completion(Transactions transactions, WatchedUploads uploads, Documents documents, Outbox outbox) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.documents = documents;
        this.outbox = outbox;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.OUTBOUND;
    }

    @Override
    public boolean pending(String instance) {
        return !done(Tenant.parse(instance)).isEmpty();
    }

    @Override
    public Outcome run(String instance) {
        Tenant tenant = Tenant.parse(instance);
        done(tenant).forEach(upload -> transactions.run(tenant, () -> tell(tenant, upload)));
        return Outcome.DONE;
    }

    private List<WatchedUploads.Upload> done(Tenant tenant) {
        return uploads.open(tenant).stream()
                .filter(upload -> documents.settled(tenant, upload.uploadId()))
                .toList();
    }

    private void tell(Tenant tenant, WatchedUploads.Upload upload) {
        if (uploads.close(tenant, upload)) {
            outbox.tell(tenant, Notice.ofUpload(Event.ALL_FILES_PROCESSED, upload));
        }
    }
}
