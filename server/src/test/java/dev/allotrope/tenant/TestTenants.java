package dev.allotrope.tenant;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Command;

/// The stores of organizations and customers over a test database.
public final class TestTenants {
    private TestTenants() {}

    public static Organizations organizations(TestDatabase database) {
        return new Organizations(database.jdbc(), database.transactions());
    }

    public static Command organizationCommand(Organizations organizations) {
        return new OrganizationCommand(organizations);
    }

    public static Customers customers(TestDatabase database) {
        return new Customers(database.jdbc(), database.transactions());
    }
}
