package dev.allotrope.kernel;

/// Why an operation could not be done, and whose fault that is. Knows no HTTP.
public enum ErrorCode {
    CREDENTIAL_MISSING(Blame.CALLER),
    CREDENTIAL_INVALID(Blame.CALLER),
    FORBIDDEN(Blame.CALLER),
    NOT_FOUND(Blame.CALLER),
    REQUEST_INVALID(Blame.CALLER),
    /// What the end user typed is not the address of their remote system.
    DOMAIN_INVALID(Blame.CALLER),
    NOT_CONFIGURED(Blame.CALLER),
    NOT_SUPPORTED(Blame.CALLER),
    BUSY(Blame.CALLER),
    LIMIT_EXCEEDED(Blame.CALLER),
    RATE_LIMITED(Blame.CALLER),

    /// The remote system refuses this client or this user; asking again changes nothing.
    SOURCE_REFUSED(Blame.SOURCE),
    /// The authorization is gone: somebody has to connect again.
    SOURCE_REVOKED(Blame.SOURCE),
    /// The remote system is down, slow or answers nonsense for now.
    SOURCE_UNAVAILABLE(Blame.SOURCE),
    /// The remote system limits calls; it may be asked again later.
    SOURCE_RATE_LIMITED(Blame.SOURCE),
    /// Our own share of the remote daily allowance is used up.
    SOURCE_BUDGET_SPENT(Blame.SOURCE),
    /// The remote answer is not what its documentation promises, or is incomplete.
    SOURCE_RESPONSE_MALFORMED(Blame.SOURCE),
    /// The remote system lacks what we need: the feature is off, a right or a field is missing.
    SOURCE_NOT_READABLE(Blame.SOURCE),

    /// A document's content cannot be processed.
    CONTENT_UNREADABLE(Blame.SOURCE),
    EMBEDDER_UNAVAILABLE(Blame.CAPACITY),
    /// The provider of the embedding model limits calls; it may be asked again later.
    EMBEDDER_RATE_LIMITED(Blame.CAPACITY),
    OVERLOADED(Blame.CAPACITY),
    INDEX_REBUILDING(Blame.CAPACITY),
    DATABASE_UNAVAILABLE(Blame.CAPACITY),
    STORAGE_FULL(Blame.CAPACITY),
    INTERNAL(Blame.US);

    /// Who has to act.
    public enum Blame {
        CALLER,
        SOURCE,
        CAPACITY,
        US
    }

    private final Blame blame;

    ErrorCode(Blame blame) {
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }
}
