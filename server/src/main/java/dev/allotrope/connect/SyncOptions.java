package dev.allotrope.connect;

import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.settings.SourceSettings;
import org.jspecify.annotations.Nullable;

/// What a caller asked to be synced on connecting, and how. `listItems`: enumerate everything published into items.
/// `syncAll`: mode *all*, every listed item becomes a document; otherwise mode *selected*. `tags` go on every
/// document, `connectionTags` on the connection. `requestId` is the caller's correlation id. `settings` take the
/// place of those that the connection has; null leaves them.
public record SyncOptions(
        ProcessingOptions processing,
        Tags tags,
        Tags connectionTags,
        boolean listItems,
        boolean syncAll,
        @Nullable String requestId,
        @Nullable SourceSettings settings) {
    public static final SyncOptions DEFAULT =
            new SyncOptions(ProcessingOptions.DEFAULT, Tags.NONE, Tags.NONE, true, true, null);

    /// With the settings that the connection has.
    public SyncOptions(
            ProcessingOptions processing,
            Tags tags,
            Tags connectionTags,
            boolean listItems,
            boolean syncAll,
            @Nullable String requestId) {
        this(processing, tags, connectionTags, listItems, syncAll, requestId, null);
    }

    public SyncOptions with(@Nullable SourceSettings others) {
        return new SyncOptions(processing, tags, connectionTags, listItems, syncAll, requestId, others);
    }
}
