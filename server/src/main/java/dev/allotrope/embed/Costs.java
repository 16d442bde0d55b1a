package dev.allotrope.embed;

import dev.allotrope.embed.Embedder.Meter;
import dev.allotrope.kernel.OrganizationId;

/// Keeps account of what organizations spend on models of providers.
public interface Costs {
    /// Keeps no account.
    Costs NONE = (organization, model) -> tokens -> {};

    /// The meter of an organization for a model, by the name that the provider has for it.
    Meter meter(OrganizationId organization, String model);

    /// The embedder, charged to the organization.
    default Embedder charged(OrganizationId organization, Embedder embedder) {
        return embedder.metered(meter(organization, embedder.id().model()));
    }
}
