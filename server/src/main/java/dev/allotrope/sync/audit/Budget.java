package dev.allotrope.sync.audit;

/// Calls of the last 24 hours to the remote organization, when the run last called: `ours` over all connections to it,
/// `everybody` with those of other programs, of `allowed` in all, of which `limit` are our share. What the organization
/// did not tell yet is 0.
public record Budget(long ours, long limit, long everybody, long allowed) {}
