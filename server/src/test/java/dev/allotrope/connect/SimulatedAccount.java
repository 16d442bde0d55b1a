package dev.allotrope.connect;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.tenant.Tenant;

/// A connection to a simulated org that went through the whole authorization, with its real tokens.
public record SimulatedAccount(Connections connections, Tenant tenant, ConnectionId connection) {
    public static SimulatedAccount of(TestDatabase database, SalesforceSimulator org, SyncOptions options) {
        TestConnect connect = TestConnect.to(database, org);
        Tenant tenant = connect.tenant();
        Connection connection = connect.approved(tenant, org, options);
        return new SimulatedAccount(connect.connections, tenant, connection.id());
    }
}
