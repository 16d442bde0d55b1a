package dev.allotrope.postgres.embedded;

/// Whether committed data survives a crash of the machine.
public enum Durability {
    /// It does: every commit reaches the disk.
    DURABLE,
    /// It may not: for tests, which throw the data away.
    FORGETFUL
}
