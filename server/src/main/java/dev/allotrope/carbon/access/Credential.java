package dev.allotrope.carbon.access;

import dev.allotrope.kernel.Secret;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the `authorization` header holds.
sealed interface Credential {
    /// No header, or an empty one.
    record Missing() implements Credential {}

    /// Something that is neither of the two forms.
    record Malformed() implements Credential {}

    /// `Bearer …`: speaks for an organization.
    record ApiKey(Secret key) implements Credential {}

    /// `Token …`: speaks for one customer.
    record Token(Secret token) implements Credential {}

    /// Reads the header. Browsers join a header that is set twice with a comma, the newer credential last: that one
    /// counts.
    static Credential of(@Nullable Enumeration<String> headers) {
        List<String> credentials = headers == null
                ? List.of()
                : Collections.list(headers).stream()
                        .flatMap(header -> Stream.of(header.split(",")))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
        return credentials.isEmpty() ? new Missing() : parse(credentials.getLast());
    }

    private static Credential parse(String credential) {
        String[] parts = credential.split("\\s+", 2);
        if (parts.length < 2) {
            return new Malformed();
        }
        Secret secret = Secret.of(parts[1]);
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> new ApiKey(secret);
            case "token" -> new Token(secret);
            default -> new Malformed();
        };
    }
}
