package dev.allotrope.tenant;

/// Nothing of a deleted customer is left. Published under the organization, inside the transaction that takes the last
/// row, so nothing that is stored now may refer to the customer.
public record CustomerErased(Tenant tenant, String externalId) {}
