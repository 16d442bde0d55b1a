package dev.allotrope.bench.search;

import dev.allotrope.bench.MeasuredServer;
import dev.allotrope.bench.Memory;
import dev.allotrope.bench.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// What indexes take of the memory.
final class Footprint {
    private final PrintStream out;

    Footprint(PrintStream out) {
        this.out = out;
    }

    /// After every tenant was asked.
    void print(MeasuredServer server, Asking asking, SearchSetting setting) throws IOException {
        for (int at = 0; at < setting.tenants(); at++) {
            asking.inProcess(at, Selectivity.ALL);
        }
        new Table(
                        String.format(
                                Locale.ROOT,
                                "Memory, %s, -Xmx%d MB",
                                setting.size(),
                                Runtime.getRuntime().maxMemory() >> 20),
                        "",
                        "MB")
                .row("heap, live", megabytes(Memory.heapLive()))
                .row("heap, peak", megabytes(Memory.heapPeak()))
                .row("resident: the process's own", megabytes(Memory.residentOwn()))
                .row("resident: pages of files, mapped indexes among them", megabytes(Memory.residentFiles()))
                .row("resident, peak of both", megabytes(Memory.residentPeak()))
                .row("indexes on the disk", megabytes(bytes(server.folder().resolve("index"))))
                .print(out);
    }

    /// The size of all files in a folder; files come and go meanwhile.
    static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> {
                        try {
                            return Files.isRegularFile(file) ? Files.size(file) : 0;
                        } catch (IOException gone) {
                            return 0;
                        }
                    })
                    .sum();
        } catch (UncheckedIOException moved) {
            return -1;
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes >> 20);
    }
}
