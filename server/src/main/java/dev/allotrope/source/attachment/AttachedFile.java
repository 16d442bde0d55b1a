package dev.allotrope.source.attachment;

import java.time.Instant;

/// A file that hangs on a revision of a document. `fileId` is stable over its whole life, `versionId` names its present
/// content; `extension` is the end of its name in lower case, empty when it has none; `url` is what a reader opens.
public record AttachedFile(
        String revisionId,
        String fileId,
        String versionId,
        String name,
        String extension,
        long bytes,
        String url,
        Instant createdAt,
        Instant modifiedAt) {}
