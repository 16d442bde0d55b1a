package dev.allotrope.embed;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the operator set, by the names of the settings. An empty value counts as none.
public record EmbedSettings(Function<String, @Nullable String> source) {
    public Optional<String> text(String name) {
        return raw(name).map(String::strip);
    }

    /// As it stands: a space at the end of a prefix is a part of it.
    public Optional<String> raw(String name) {
        return Optional.ofNullable(source.apply(name)).filter(value -> !value.isBlank());
    }

    public @Nullable Secret secret(String name) {
        return text(name).map(Secret::of).orElse(null);
    }

    /// Throws [Failure] with `NOT_CONFIGURED` for anything but a number from 1 to `most`.
    public Optional<Integer> number(String name, int most) {
        return text(name).map(text -> {
            if (text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) <= most) {
                return Integer.parseInt(text);
            }
            throw wrong(name, "a number from 1 to " + most);
        });
    }

    /// Throws [Failure] with `NOT_CONFIGURED` when it is not set; `why` ends the sentence "is needed …".
    public String required(String name, String why) {
        return text(name).orElseThrow(() -> missing(name, why));
    }

    public static Failure missing(String name, String why) {
        return new Failure(ErrorCode.NOT_CONFIGURED, "could not start: " + name + " is needed " + why);
    }

    public static Failure wrong(String name, String expected) {
        return new Failure(ErrorCode.NOT_CONFIGURED, "could not start: " + name + " must be " + expected);
    }
}
