package dev.allotrope.carbon.wire;

/// A field of one of two types; the first that fits counts.
public sealed interface AnyOf<A, B> {
    record First<A, B>(A value) implements AnyOf<A, B> {}

    record Second<A, B>(B value) implements AnyOf<A, B> {}
}
