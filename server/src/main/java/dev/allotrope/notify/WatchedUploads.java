package dev.allotrope.notify;

import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Uploads of customers whose organization has a webhook, from when everything of them was queued to when it is done.
final class WatchedUploads {
    private final JdbcClient jdbc;
    private final Transactions transactions;

    WatchedUploads(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// What a request brought.
    record Upload(String uploadId, String requestId) {}

    /// Begins to watch an upload, if anybody would hear of its end. Call inside the transaction that queued it.
    void open(Tenant tenant, Upload upload, Instant at) {
        jdbc.sql("""
                        INSERT INTO notify_upload (customer_id, upload_id, organization_id, request_id, created_at)
                        SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM notify_webhook WHERE organization_id = ?)
                        ON CONFLICT DO NOTHING
                        """)
                .params(tenant.customer().value(), upload.uploadId())
                .params(tenant.organization().value(), upload.requestId(), Sql.time(at))
                .param(tenant.organization().value())
                .update();
    }

    List<Upload> open(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT upload_id, request_id FROM notify_upload WHERE organization_id = ? AND customer_id = ?
                        ORDER BY created_at, upload_id
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query((row, number) -> new Upload(row.getString(1), row.getString(2)))
                        .list());
    }

    /// Ends the watch; false when somebody else ended it. Call inside the transaction that tells.
    boolean close(Tenant tenant, Upload upload) {
        return jdbc.sql("""
                        DELETE FROM notify_upload WHERE organization_id = ? AND customer_id = ? AND upload_id = ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), upload.uploadId())
                        .update()
                == 1;
    }

    /// Stops watching the uploads of a deleted customer.
    boolean erase(Tenant tenant) {
        transactions.run(
                tenant,
                () -> jdbc.sql("DELETE FROM notify_upload WHERE organization_id = ? AND customer_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value())
                        .update());
        return false;
    }

    /// Customers with open uploads.
    List<Tenant> tenants() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT DISTINCT organization_id, customer_id FROM notify_upload")
                        .query((row, number) -> Tenant.parse(row.getLong(1) + ":" + row.getLong(2)))
                        .list());
    }

    /// Forgets uploads that were queued before a time.
    void sweep(Instant before) {
        transactions.run(
                Scope.SYSTEM,
                () -> jdbc.sql("DELETE FROM notify_upload WHERE created_at < ?")
                        .param(Sql.time(before))
                        .update());
    }
}
