package dev.allotrope.connect;

import dev.allotrope.kernel.Command;
import java.io.PrintStream;
import java.util.List;

/// `encryption-key`: prints a new key for `ALLOTROPE_ENCRYPTION_KEYS`.
final class EncryptionKeyCommand implements Command {
    @Override
    public String name() {
        return "encryption-key";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (!words.isEmpty()) {
            err.println("usage: encryption-key");
            return 2;
        }
        out.println(EncryptionKeys.generate().reveal());
        return 0;
    }
}
