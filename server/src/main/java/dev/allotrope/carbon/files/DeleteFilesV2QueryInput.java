package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;

/// Deletes every file that matches, with its content; or only its content.
record DeleteFilesV2QueryInput(
        @Default("{}") OrganizationUserFilesToSyncFilters filters,
        @Default("false") boolean sendWebhook,
        @Default("false") boolean preserveFileRecord)
        implements WireRequest {}
