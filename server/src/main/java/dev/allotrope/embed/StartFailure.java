package dev.allotrope.embed;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;

/// Why a model could not be loaded, with what to do about it.
final class StartFailure {
    private StartFailure() {}

    static Failure of(String model, Throwable cause) {
        return new Failure(
                ErrorCode.EMBEDDER_UNAVAILABLE,
                "could not load the embedding model " + model + ": " + reason(cause) + "; " + advice(cause),
                cause);
    }

    private static String reason(Throwable cause) {
        Throwable root = root(cause);
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /// Both libraries unpack native code at first use, the tokenizer's below the home folder, and the system then
    /// refuses to map it where a file system is mounted without leave to execute.
    private static String advice(Throwable cause) {
        String message = String.valueOf(root(cause).getMessage());
        if (message.contains("failed to map segment") || message.contains("Operation not permitted")) {
            return "native libraries are unpacked to " + System.getProperty("java.io.tmpdir") + " and "
                    + System.getProperty("user.home") + ", one of which is mounted noexec: start with"
                    + " -Djava.io.tmpdir=‹folder› and ENGINE_CACHE_DIR=‹folder› where files may be executed";
        }
        if (message.contains("No space left")) {
            return "native libraries need 50 MB in " + System.getProperty("java.io.tmpdir")
                    + ": free some and start again";
        }
        return "documents stay searchable by words; restart the server once that is repaired";
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
