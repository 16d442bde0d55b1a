package dev.allotrope.tenant.key;

import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Tenant;

/// Whom a presented credential speaks for, or why for nobody.
public sealed interface Identity {
    /// A good API key: every customer of the organization.
    record OfOrganization(OrganizationId organization) implements Identity {}

    /// A good access token: one customer.
    record OfCustomer(Tenant tenant) implements Identity {}

    /// No credential speaks for anybody.
    sealed interface Nobody extends Identity {}

    record Missing() implements Nobody {}

    /// Not one of ours, or of something that is gone.
    record Invalid() implements Nobody {}

    record Expired() implements Nobody {}

    record Revoked() implements Nobody {}
}
