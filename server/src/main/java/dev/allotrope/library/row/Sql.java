package dev.allotrope.library.row;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// How our values look in PostgreSQL: JSON columns, arrays and times.
public final class Sql {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

    private Sql() {}

    /// Values for `?` marks, of which some may be null.
    public static List<@Nullable Object> values(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    public static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    public static String json(Tags tags) {
        return JSON.writeValueAsString(tags.plain());
    }

    public static Tags tags(String json) {
        return Tags.of(JSON.readValue(json, OBJECT));
    }

    public static List<String> list(String json) {
        return JSON.readValue(json, LIST);
    }

    public static Long[] ids(Collection<DocumentId> ids) {
        return ids.stream().map(DocumentId::value).toArray(Long[]::new);
    }

    public static Long[] connections(Collection<ConnectionId> ids) {
        return ids.stream().map(ConnectionId::value).toArray(Long[]::new);
    }

    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
