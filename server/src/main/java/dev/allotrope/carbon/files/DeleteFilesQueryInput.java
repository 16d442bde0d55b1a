package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.ExternalFileSyncStatuses;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The older way to say which files to delete: all of `fileIds`, `syncStatuses` and `deleteNonSyncedOnly` must
/// agree. What hangs on an article goes with it, whatever `deleteChildFiles` says.
record DeleteFilesQueryInput(
        @Nullable List<Long> fileIds,
        @Nullable List<ExternalFileSyncStatuses> syncStatuses,
        @Default("false") boolean deleteNonSyncedOnly,
        @Default("false") boolean sendWebhook,
        @Default("false") boolean deleteChildFiles)
        implements WireRequest {}
