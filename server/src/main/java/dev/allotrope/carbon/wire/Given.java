package dev.allotrope.carbon.wire;

import org.jspecify.annotations.Nullable;

/// A field whose absence says something else than null: absent leaves a setting as it is, null takes it away.
public sealed interface Given<T> {
    record Absent<T>() implements Given<T> {}

    record Null<T>() implements Given<T> {}

    record Value<T>(T value) implements Given<T> {}

    /// What a setting becomes that was `before`.
    default @Nullable T over(@Nullable T before) {
        return switch (this) {
            case Absent<T> _ -> before;
            case Null<T> _ -> null;
            case Value<T>(T value) -> value;
        };
    }
}
