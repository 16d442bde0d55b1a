package dev.allotrope.salesforce.rest;

/// What Salesforce said to a call: what was asked for, or a [Refusal] that the caller may know a way around.
public sealed interface Answer<T> {
    /// `bytes` is the length of the answer as JSON text, uncompressed.
    record Given<T>(T value, long bytes) implements Answer<T> {}

    record Refused<T>(Refusal refusal) implements Answer<T> {}

    /// The value, or the failure that the refusal means. A refusal that points to an outdated description is thrown
    /// as [StaleDescription], because describing again may cure it.
    default T orThrow(String doing) {
        return switch (this) {
            case Given<T> given -> given.value();
            case Refused<T> refused -> throw StaleDescription.unlessFinal(refused.refusal(), doing);
        };
    }
}
