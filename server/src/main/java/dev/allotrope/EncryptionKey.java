package dev.allotrope;

import dev.allotrope.kernel.Command;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;

/// Prints a fresh key in the form that `ALLOTROPE_ENCRYPTION_KEYS` takes: `id:base64 of 32 bytes`. The id is the time
/// in UTC, so the order of several keys shows.
record EncryptionKey(InstantSource clock) implements Command {
    private static final int BYTES = 32;
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'k'yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    @Override
    public String name() {
        return "encryption-key";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (!words.isEmpty()) {
            err.println("usage: ./allotrope encryption-key");
            return 2;
        }
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        out.println(ID.format(clock.instant()) + ":" + Base64.getEncoder().encodeToString(key));
        return 0;
    }
}
