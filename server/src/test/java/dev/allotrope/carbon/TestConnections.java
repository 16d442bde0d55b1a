package dev.allotrope.carbon;

import dev.allotrope.TestDatabase;
import dev.allotrope.tenant.Tenant;
import java.util.UUID;

/// Connections as a finished authorization leaves them, without credentials.
final class TestConnections {
    private TestConnections() {}

    static long connection(TestDatabase database, Tenant tenant) {
        return database.transactions()
                .in(
                        tenant,
                        () -> database.jdbc()
                                .sql("""
                        INSERT INTO connection (organization_id, customer_id, kind, label, domain, instance,
                            remote_organization_id, remote_user_id, sync_status, last_sync_action, last_synced_at, options)
                        VALUES (?, ?, 'SALESFORCE', 'ann@acme.example', 'acme.my.salesforce.com',
                            'https://acme.my.salesforce.com', '00D000000000001', ?, 'READY', 'ADD', now(), '{}')
                        RETURNING id""")
                                .params(
                                        tenant.organization().value(),
                                        tenant.customer().value(),
                                        UUID.randomUUID().toString())
                                .query(Long.class)
                                .single());
    }
}
