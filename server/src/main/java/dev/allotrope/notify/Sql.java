package dev.allotrope.notify;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How our values look in PostgreSQL.
final class Sql {
    private Sql() {}

    /// Values for `?` marks, of which some may be null.
    static List<@Nullable Object> values(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    static Long[] ids(Collection<WebhookId> ids) {
        return ids.stream().map(WebhookId::value).toArray(Long[]::new);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime optionalTime(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }
}
