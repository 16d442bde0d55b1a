package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connection;

/// How the end user's visit to one of our pages ended.
public sealed interface Outcome {
    /// The connection is authorized or resumed, and its sync is queued as its options say.
    record Completed(Connection connection) implements Outcome {}

    /// Nothing was stored. `explanation` is plain text for the end user, says what to do, and has no secrets; it
    /// may quote the remote system, so it is escaped like any text.
    record Refused(Reason reason, String explanation) implements Outcome {}

    enum Reason {
        /// Never handed out, or used already.
        STATE_UNKNOWN,
        STATE_EXPIRED,
        /// The user pressed Deny.
        DENIED,
        /// The remote system says no.
        REFUSED,
        /// The remote system is away or answers nonsense; trying again may help.
        UNAVAILABLE
    }
}
