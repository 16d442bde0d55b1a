package dev.allotrope.tenant;

/// Whose rows a statement may touch. First parameter of every store method, and the setting under which row-level
/// security judges each transaction.
public sealed interface Scope permits Tenant, Scope.Organization, Scope.System {
    /// Everything: jobs, sweeps and operator commands only, never a request.
    Scope SYSTEM = new System();

    /// The value of the database setting `allotrope.scope`.
    String setting();

    /// One organization and all its customers.
    record Organization(dev.allotrope.kernel.OrganizationId id) implements Scope {
        @Override
        public String setting() {
            return "organization:" + id;
        }
    }

    record System() implements Scope {
        @Override
        public String setting() {
            return "system";
        }
    }
}
