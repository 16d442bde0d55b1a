package dev.allotrope.embed.http;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.PlainAddress;
import dev.allotrope.kernel.Secret;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whom to ask: the name for messages, the address that paths are added to, the headers that carry credentials, and
/// the setting that holds them.
public record Provider(String name, URI url, Map<String, Secret> headers, String keySetting) {
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    /// Throws [Failure] with `NOT_CONFIGURED` for a key that no header can carry: the HTTP client's own complaint
    /// would quote it.
    public Provider {
        headers = Map.copyOf(headers);
        if (!headers.values().stream()
                .allMatch(value -> PRINTABLE.matcher(value.reveal()).matches())) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not start: " + keySetting + " has characters that no key has; paste it again");
        }
    }

    /// One that takes the key as a bearer token, or asks for none when it is null.
    public static Provider bearer(String name, URI url, @Nullable Secret key, String keySetting) {
        Map<String, Secret> headers =
                key == null ? Map.of() : Map.of("Authorization", Secret.of("Bearer " + key.reveal()));
        return new Provider(name, url, headers, keySetting);
    }

    /// The address in a setting, without a slash at its end. Throws [Failure] with `NOT_CONFIGURED` for what is none;
    /// it does not quote what was set, because people put keys into addresses.
    public static URI address(String setting, String value) {
        return PlainAddress.parse(value)
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not start: " + setting + " is not an address like https://models.example.com/v1, without"
                                + " user, question mark and fragment"));
    }
}
