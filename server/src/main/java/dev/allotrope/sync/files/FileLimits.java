package dev.allotrope.sync.files;

import dev.allotrope.parse.FileParser;
import dev.allotrope.source.attachment.AttachedFile;
import java.util.Optional;

/// Which files are downloaded: of formats that are read, up to a size, and up to a number on one document.
public record FileLimits(long bytes, int perDocument) {
    public static final FileLimits DEFAULT = new FileLimits(20L << 20, 100);

    /// Why a file is not downloaded, the `count`th on its document.
    Optional<String> refusal(AttachedFile file, int count) {
        if (!FileParser.reads(file.extension())) {
            return Optional.of("could not read file " + file.name() + ": "
                    + (file.extension().isEmpty()
                            ? "its name does not say what it is"
                            : "files of the type " + file.extension() + " are not read"));
        }
        if (file.bytes() > bytes) {
            return Optional.of("could not read file " + file.name() + ": it has " + file.bytes()
                    + " bytes, more than the " + bytes + " that are read");
        }
        if (count > perDocument) {
            return Optional.of(
                    "could not read file " + file.name() + ": its article has more than " + perDocument + " files");
        }
        return Optional.empty();
    }
}
