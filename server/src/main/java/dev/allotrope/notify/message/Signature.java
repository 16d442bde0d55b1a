package dev.allotrope.notify.message;

import dev.allotrope.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What proves to a receiver that a body is ours: an HMAC over the time, a point and the body, as it is sent and as
/// JavaScript would write it anew.
public record Signature(String spaced, String compact) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// A new key, in hexadecimal as receivers hold it.
    public static Secret newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Secret.of(HexFormat.of().formatHex(key));
    }

    public static Signature of(Secret key, long time, String body) {
        return new Signature(
                "t=" + time + ",v1=" + hmac(key, time + "." + body),
                "t=" + time + ",v2=" + hmac(key, time + "." + Payload.compact(body)));
    }

    /// By the names that receivers look for.
    public Map<String, String> headers() {
        return Map.of("Carbon-Signature", spaced, "Carbon-Signature-Compact", compact);
    }

    private static String hmac(Secret key, String message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key.reveal()), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }
}
