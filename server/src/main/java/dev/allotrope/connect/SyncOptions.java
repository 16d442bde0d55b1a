package dev.allotrope.connect;

import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import org.jspecify.annotations.Nullable;

/// What a caller asked to be synced on connecting, and how. `listItems`: enumerate everything published into items.
/// `syncAll`: mode *all*, every listed item becomes a document; otherwise mode *selected*. `tags` go on every
/// document, `connectionTags` on the connection. `requestId` is the caller's correlation id.
public record SyncOptions(
        ProcessingOptions processing,
        Tags tags,
        Tags connectionTags,
        boolean listItems,
        boolean syncAll,
        @Nullable String requestId) {
    public static final SyncOptions DEFAULT =
            new SyncOptions(ProcessingOptions.DEFAULT, Tags.NONE, Tags.NONE, true, true, null);
}
