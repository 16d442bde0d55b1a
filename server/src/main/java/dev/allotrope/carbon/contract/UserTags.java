package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.Tags;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which tags a caller may write.
public final class UserTags {
    /// Keys under this prefix are the source's own.
    public static final String SOURCE_PREFIX = "salesforce_";

    /// The most tags of one request.
    static final int MAX_TAGS = 500;
    /// The longest key and the longest text of a tag.
    static final int MAX_LENGTH = 4_000;
    /// The most texts under one key.
    static final int MAX_TEXTS = 1_000;

    private static final List<String> RESERVED =
            List.of("db_embedding_id", "organization_id", "user_id", "organization_user_file_id");

    private UserTags() {}

    /// The given tags of files, none if null; [InvalidRequest] at `loc` and `field` when a key is not the
    /// caller's to write or there is too much of something.
    public static Tags checked(@Nullable Tags tags, String field, Object... loc) {
        if (tags == null) {
            return Tags.NONE;
        }
        tags.values().keySet().forEach(key -> checkOwned(key, below(loc, field)));
        return ofDataSource(tags, field, loc);
    }

    /// The given tags of a data source, whose keys are all its owner's; [InvalidRequest] at `loc` and `field`
    /// when there is too much of something.
    public static Tags ofDataSource(Tags tags, String field, Object... loc) {
        Object[] full = below(loc, field);
        if (tags.values().size() > MAX_TAGS) {
            throw InvalidRequest.value("there are at most " + MAX_TAGS + " tags", full);
        }
        tags.values().forEach((key, value) -> {
            checkLength(key, full);
            checkLength(value.all(), full);
        });
        return tags;
    }

    /// Throws [InvalidRequest] at `loc` when a key is not the caller's to write or too long.
    public static void check(String key, Object... loc) {
        checkOwned(key, loc);
        checkLength(key, loc);
    }

    private static void checkOwned(String key, Object... loc) {
        if (RESERVED.contains(key) || key.startsWith(SOURCE_PREFIX)) {
            throw InvalidRequest.value(
                    "keys that begin with " + SOURCE_PREFIX + ", and " + String.join(", ", RESERVED)
                            + " are the server's own",
                    loc);
        }
    }

    private static void checkLength(String key, Object... loc) {
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

    private static Object[] below(Object[] loc, String field) {
        Object[] longer = Arrays.copyOf(loc, loc.length + 1);
        longer[loc.length] = field;
        return longer;
    }
}
