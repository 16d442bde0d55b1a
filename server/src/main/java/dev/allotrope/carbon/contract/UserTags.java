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

    private static final Set<String> RESERVED =
            Set.of("db_embedding_id", "organization_id", "user_id", "organization_user_file_id");

    private UserTags() {}

    /// The given tags, none if null; [InvalidRequest] at `loc` and `field` when a key is not the caller's to write.
    public static Tags checked(@Nullable Tags tags, String field, Object... loc) {
        if (tags == null) {
            return Tags.NONE;
        }
        for (String key : tags.values().keySet()) {
            if (RESERVED.contains(key) || key.startsWith(SOURCE_PREFIX)) {
                List<Object> full = new ArrayList<>(Arrays.asList(loc));
                full.add(field);
                throw InvalidRequest.value("this key is reserved", full.toArray());
            }
        }
        return tags;
    }
}
