package dev.allotrope.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Shows how far a first sync is: one line that is written over on a terminal, a line whenever something moved
/// elsewhere.
final class Progress {
    private static final int WIDTH = 24;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long lastLine = start - BETWEEN_LINES.toNanos();
    private String last = "";

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /// Articles that came so far: through the listing, the fetching, the embedding, into the search.
    record Stand(long listed, long fetched, long embedded, long searchable) {}

    void show(Stand stand) {
        if (terminal) {
            out.print("\r\033[K" + line(stand));
            out.flush();
        } else if (!text(stand).equals(last) && System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            out.println(line(stand));
            lastLine = System.nanoTime();
            last = text(stand);
        }
    }

    void finish(Stand stand) {
        out.println((terminal ? "\r\033[K" : "") + line(stand));
    }

    private String line(Stand stand) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = stand.searchable() / Math.max(seconds, 0.001);
        return "  [%s] %s  %.1f/s  %s".formatted(bar(stand), text(stand), rate, left(stand, rate));
    }

    private static String bar(Stand stand) {
        int full = stand.listed() == 0 ? 0 : (int) Math.min(WIDTH, WIDTH * stand.searchable() / stand.listed());
        return "#".repeat(full) + "-".repeat(WIDTH - full);
    }

    private static String text(Stand stand) {
        return "listed %d  fetched %d  embedded %d  searchable %d"
                .formatted(stand.listed(), stand.fetched(), stand.embedded(), stand.searchable());
    }

    private String left(Stand stand, double rate) {
        long missing = stand.listed() - stand.searchable();
        if (stand.listed() > 0 && missing <= 0) {
            return String.format(Locale.ROOT, "done in %.0f s", (System.nanoTime() - start) / 1e9);
        }
        return stand.searchable() == 0
                ? "time left: not known yet"
                : "time left: about %.0f s".formatted(missing / rate);
    }
}
