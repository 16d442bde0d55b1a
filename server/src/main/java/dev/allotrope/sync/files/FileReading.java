package dev.allotrope.sync.files;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.attachment.Files;
import dev.allotrope.library.attachment.Files.Unread;
import dev.allotrope.parse.FileParser;
import dev.allotrope.tenant.Tenant;
import java.util.List;

/// Reads the text of downloaded files, after which they are processed like any other body.
public final class FileReading {
    private final Files files;
    private final FileParser parser;

    public FileReading(Files files, FileParser parser) {
        this.files = files;
        this.parser = parser;
    }

    /// Files that can be read now: at most `limit`.
    public List<Unread> waiting(Tenant tenant, int limit) {
        return files.waiting(tenant, limit);
    }

    /// Reads a file. Throws as [FileParser#read] does.
    public void read(Tenant tenant, Unread file) {
        files.store(tenant, file, text(tenant, file));
    }

    /// The bytes alone are enough where no text is wanted.
    private String text(Tenant tenant, Unread file) {
        if (file.depth().compareTo(Depth.TEXT) < 0) {
            return "";
        }
        byte[] content = files.content(tenant, file.document())
                .orElseThrow(() -> Failure.notFound("content of file", file.document()));
        return parser.read(file.name(), content);
    }
}
