package dev.allotrope.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The folder of one demonstration, under the system's temporary folder: data and logs. It goes when a demonstration
/// ended well, and stays when anything failed, so that the logs can be read.
final class DemoFolder {
    private final Path path;
    private volatile boolean kept = true;

    private DemoFolder(Path path) {
        this.path = path;
    }

    static DemoFolder create() {
        try {
            return new DemoFolder(Files.createTempDirectory("allotrope-demo-"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not make a folder for the data", e);
        }
    }

    Path path() {
        return path;
    }

    void keepIf(boolean failed) {
        kept = failed;
    }

    void removeUnlessKept() {
        if (kept) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.err.println("could not remove " + path + ": " + e.getMessage());
        }
    }
}
