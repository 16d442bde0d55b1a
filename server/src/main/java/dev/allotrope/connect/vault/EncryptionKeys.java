package dev.allotrope.connect.vault;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The keys of the vault by their ids: the first encrypts, all decrypt. Written `id:base64 of 32 bytes[,…]`.
record EncryptionKeys(SequencedMap<String, Secret> base64) {
    /// The length of each key, for AES-256.
    static final int KEY_BYTES = 32;

    static final String FILE = "encryption-keys";
    private static final int ID_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    EncryptionKeys {
        base64 = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(base64));
    }

    /// Throws [Failure] with `NOT_CONFIGURED` for anything but well-formed keys with different ids. No key is quoted.
    static EncryptionKeys parse(String text) {
        SequencedMap<String, Secret> keys = new LinkedHashMap<>();
        for (String entry : text.strip().split("\\s*,\\s*", -1)) {
            int colon = entry.indexOf(':');
            if (colon < 1 || !entry.substring(0, colon).matches("[A-Za-z0-9_-]+")) {
                throw malformed("key " + (keys.size() + 1) + " is not of the form id:base64");
            }
            String id = entry.substring(0, colon);
            if (keys.putIfAbsent(id, checked(id, entry.substring(colon + 1))) != null) {
                throw malformed("two keys have the id " + id);
            }
        }
        return new EncryptionKeys(keys);
    }

    /// The keys of the file in `folder`, which is written with one new key when it is absent, readable by its owner
    /// alone.
    static EncryptionKeys inFolder(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(folder);
                write(file, generate());
            }
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read or write " + file, e);
        }
    }

    /// A new key in the written form.
    static Secret generate() {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Secret.of(
                "k" + HexFormat.of().formatHex(id) + ":" + Base64.getEncoder().encodeToString(key));
    }

    private static void write(Path file, Secret key) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path whole = Files.createTempFile(file.getParent(), FILE, ".new", ownerOnly);
        try {
            Files.writeString(whole, key.reveal() + "\n");
            // A link, unlike a move, never replaces a file that another process has just written.
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            // The other one's key is as good as ours.
            return;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static Secret checked(String id, String base64) {
        try {
            if (Base64.getDecoder().decode(base64).length == KEY_BYTES) {
                return Secret.of(base64);
            }
        } catch (IllegalArgumentException e) {
            throw malformed("key " + id + " is not base64");
        }
        throw malformed("key " + id + " does not have " + KEY_BYTES + " bytes");
    }

    private static Failure malformed(String reason) {
        return new Failure(
                ErrorCode.NOT_CONFIGURED,
                "could not read ALLOTROPE_ENCRYPTION_KEYS: " + reason
                        + "; ./allotrope encryption-key prints a good one");
    }
}
