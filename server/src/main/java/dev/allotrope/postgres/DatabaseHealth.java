package dev.allotrope.postgres;

import java.util.Optional;

/// Whether the server can work with its database right now. Asking is free: the answer is at most a few seconds old.
public interface DatabaseHealth {
    /// What is wrong, in a sentence for the operator; empty when all is well. It changes back by itself.
    Optional<String> problem();
}
