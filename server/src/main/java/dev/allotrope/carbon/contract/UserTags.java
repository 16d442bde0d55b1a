package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which tags a caller may write.
public final class UserTags {
    /// Keys under this prefix are the source's own.
    public static final String SOURCE_PREFIX = "salesforce_";

    /// The longest key and the longest text of a tag.
    static final int MAX_LENGTH = 4_000;
    /// The most texts under one key.
    static final int MAX_TEXTS = 1_000;

    private static final Set<String> RESERVED =
            Set.of("db_embedding_id", "organization_id", "user_id", "organization_user_file_id");

    private UserTags() {}

    /// The given tags, none if null; [InvalidRequest] at `loc` and `field` when a key is not the caller's to write or
    /// something is too long.
    public static Tags checked(@Nullable Tags tags, String field, Object... loc) {
        if (tags == null) {
            return Tags.NONE;
        }
        List<Object> full = new ArrayList<>(Arrays.asList(loc));
        full.add(field);
        tags.values().forEach((key, value) -> {
            check(key, full.toArray());
            checkLength(value.all(), full.toArray());
        });
        return tags;
    }

    /// Throws [InvalidRequest] at `loc` when a key is not the caller's to write or too long.
    public static void check(String key, Object... loc) {
        if (RESERVED.contains(key) || key.startsWith(SOURCE_PREFIX)) {
            throw InvalidRequest.value("this key is reserved", loc);
        }
        if (key.length() > MAX_LENGTH) {
            throw InvalidRequest.value("a key has at most " + MAX_LENGTH + " characters", loc);
        }
    }

    private static void checkLength(List<String> texts, Object... loc) {
        if (texts.size() > MAX_TEXTS || texts.stream().anyMatch(text -> text.length() > MAX_LENGTH)) {
            throw InvalidRequest.value(
                    "a tag has at most " + MAX_TEXTS + " texts of " + MAX_LENGTH + " characters", loc);
        }
    }
}
