package dev.allotrope.tenant;

import java.util.function.Predicate;

/// How one package erases what it holds of a deleted customer: rows and files alike. Every package that holds anything
/// of customers has one; the last row of the customer cannot go before.
///
/// @param work erases a part and says whether more is left; done again after a crash, also when nothing is left
public record Eraser(Stage stage, Predicate<Tenant> work) {
    /// In which order: what would make new rows goes first, and what others refer to goes last.
    public enum Stage {
        RUNS,
        DOCUMENTS,
        INDEX,
        CONNECTIONS
    }
}
