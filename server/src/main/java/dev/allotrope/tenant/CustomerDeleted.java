package dev.allotrope.tenant;

/// A customer was deleted: nobody speaks for them any more, and what is held of them is about to be erased. Published
/// inside the transaction that marks them.
public record CustomerDeleted(Tenant tenant, String externalId) {}
