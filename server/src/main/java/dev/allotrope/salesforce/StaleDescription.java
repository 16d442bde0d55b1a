package dev.allotrope.salesforce;

import dev.allotrope.kernel.Failure;

/// A query named an object or a field that is not there (any more), though describe showed it. Never leaves the
/// package.
final class StaleDescription extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private StaleDescription(Failure failure) {
        super(failure);
        this.failure = failure;
    }

    static RuntimeException unlessFinal(Refusal refusal, String doing) {
        Failure failure = refusal.failure(doing);
        return refusal.kind() == Refusal.Kind.STALE_DESCRIPTION ? new StaleDescription(failure) : failure;
    }

    /// What to throw when describing again did not help.
    Failure failure() {
        return failure;
    }
}
