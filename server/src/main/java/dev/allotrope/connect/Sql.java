package dev.allotrope.connect;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.stream.Collectors;

/// Times and ids in the forms that the database driver takes.
public final class Sql {
    private Sql() {}

    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// The text form of an array of ids or constants.
    static String array(Collection<?> idsOrConstants) {
        return idsOrConstants.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
