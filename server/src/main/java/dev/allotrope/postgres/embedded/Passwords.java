package dev.allotrope.postgres.embedded;

import dev.allotrope.kernel.Secret;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/// The generated passwords of an embedded cluster: of its superuser, which only the launcher uses, and of the
/// server's role.
record Passwords(Secret superuser, Secret server) {
    private static final int BYTES = 24;

    /// The passwords in `file`, which is written first if it is not there, readable by its owner only.
    static Passwords in(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file, new Passwords(generated(), generated()));
        }
        return read(file);
    }

    static Passwords read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Passwords(password(properties, file, "superuser"), password(properties, file, "server"));
    }

    private static Secret password(Properties properties, Path file, String name) throws IOException {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IOException(file + " lacks the password " + name);
        }
        return Secret.of(value);
    }

    private static void write(Path file, Passwords passwords) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("superuser", passwords.superuser.reveal());
        properties.setProperty("server", passwords.server.reveal());
        StringWriter text = new StringWriter();
        properties.store(text, "Generated with the cluster beside this file");
        Path fresh = Files.createTempFile(
                file.resolveSibling("."),
                "passwords-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text.toString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Secret generated() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(HexFormat.of().formatHex(bytes));
    }
}
