package dev.allotrope.salesforce.rest;

import dev.allotrope.kernel.Failure;

/// A query named an object or a field that is not there (any more), though describe showed it, or settings name one
/// that describe did not show. Never leaves the
/// package.
public final class StaleDescription extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private StaleDescription(Failure failure) {
        super(failure);
        this.failure = failure;
    }

    public static RuntimeException unlessFinal(Refusal refusal, String doing) {
        Failure failure = refusal.failure(doing);
        return refusal.kind() == Refusal.Kind.STALE_DESCRIPTION ? new StaleDescription(failure) : failure;
    }

    /// `failure` may be wrong because the description is outdated.
    public static StaleDescription perhaps(Failure failure) {
        return new StaleDescription(failure);
    }

    /// What to throw when describing again did not help.
    public Failure failure() {
        return failure;
    }
}
