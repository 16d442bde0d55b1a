package dev.allotrope.source;

/// Counts the calls of one run and keeps it within our share of the remote daily allowance.
public interface ApiMeter {
    /// Asked before each call. Throws [dev.allotrope.kernel.Failure] with `SOURCE_BUDGET_SPENT` when our share is
    /// used up.
    void admit();

    /// Told after each answered call that counted against the allowance.
    void called();

    /// Told what the remote system says of its daily allowance.
    void allowance(long used, long allowed);
}
