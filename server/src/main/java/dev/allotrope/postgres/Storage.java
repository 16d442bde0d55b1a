package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why files could not be written, in words for the operator.
public enum Storage {
    FULL,
    READ_ONLY,
    FORBIDDEN;

    /// The last two are PostgreSQL's, for a block that went onto the disk in part.
    private static final List<String> FULL_SIGNS =
            List.of("no space left", "quota exceeded", "check free disk space", "wrote only");

    /// What a program or the file system said about it, in any case.
    public static Optional<Storage> named(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (FULL_SIGNS.stream().anyMatch(lower::contains)) {
            return Optional.of(FULL);
        }
        if (lower.contains("read-only file system")) {
            return Optional.of(READ_ONLY);
        }
        return lower.contains("permission denied") ? Optional.of(FORBIDDEN) : Optional.empty();
    }

    /// The failure of `purpose` ("write …"); `elsewhere` is how to choose another place ("set …").
    public static Failure failure(String purpose, String elsewhere, IOException cause) {
        String said = reason(cause);
        Optional<Storage> storage = cause instanceof AccessDeniedException ? Optional.of(FORBIDDEN) : named(said);
        ErrorCode code = storage.equals(Optional.of(FULL)) ? ErrorCode.STORAGE_FULL : ErrorCode.DATABASE_UNAVAILABLE;
        String rest = storage.map(known -> known.advice(elsewhere)).orElse(said + "; repair that or " + elsewhere);
        return new Failure(code, "could not " + purpose + ": " + rest, cause);
    }

    /// The failure of `purpose` for this reason.
    public Failure failure(String purpose, String elsewhere) {
        ErrorCode code = this == FULL ? ErrorCode.STORAGE_FULL : ErrorCode.DATABASE_UNAVAILABLE;
        return new Failure(code, "could not " + purpose + ": " + advice(elsewhere));
    }

    private String advice(String elsewhere) {
        return switch (this) {
            case FULL -> "the disk is full; free some space and try again, nothing that was committed is lost";
            case READ_ONLY -> "the file system is read-only; mount it writable or " + elsewhere;
            case FORBIDDEN ->
                "user " + System.getProperty("user.name") + " may not write there; give it the folder with chown or "
                        + elsewhere;
        };
    }

    private static String reason(IOException cause) {
        @Nullable String reason = cause instanceof FileSystemException failed ? failed.getReason() : cause.getMessage();
        return reason == null ? cause.toString() : reason;
    }
}
