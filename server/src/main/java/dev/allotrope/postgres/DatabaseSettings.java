package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which database to work with.
///
/// @param external the operator's own PostgreSQL; empty means the embedded one in `folder`
/// @param folder the data folder (`ALLOTROPE_DATA_DIR`)
public record DatabaseSettings(Optional<DatabaseUrl> external, Path folder) {
    /// The file in the data folder that holds the generated encryption keys, in the form of
    /// `ALLOTROPE_ENCRYPTION_KEYS`.
    static final String KEYS = "encryption-keys";

    private static final String DEFAULT_FOLDER = "./data";

    /// Reads `ALLOTROPE_DATABASE_URL`, `ALLOTROPE_DATA_DIR` and the reserved `ALLOTROPE_SEARCH_URL`; a name without a
    /// value, or with a blank one, is unset.
    ///
    /// @throws Failure when a value cannot be used
    public static DatabaseSettings of(Function<String, @Nullable String> names) {
        if (value(names, "ALLOTROPE_SEARCH_URL").isPresent()) {
            throw new Failure(
                    ErrorCode.NOT_SUPPORTED,
                    "could not start: ALLOTROPE_SEARCH_URL is set, but an external search engine is not supported yet; unset it to"
                            + " use the built-in index");
        }
        String folder = value(names, "ALLOTROPE_DATA_DIR").orElse(DEFAULT_FOLDER);
        return new DatabaseSettings(
                value(names, "ALLOTROPE_DATABASE_URL").map(DatabaseUrl::parse),
                Path.of(folder).toAbsolutePath().normalize());
    }

    Path keyFile() {
        return folder.resolve(KEYS);
    }

    private static Optional<String> value(Function<String, @Nullable String> names, String name) {
        return Optional.ofNullable(names.apply(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
