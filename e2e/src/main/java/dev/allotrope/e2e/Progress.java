package dev.allotrope.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Shows how far a first sync is: one line that is written over on a terminal, a line whenever something moved
/// elsewhere.
final class Progress {
    private static final int WIDTH = 24;
    /// So many seconds are told in minutes.
    private static final int MINUTES_FROM = 120;

    private static final int MINUTE = 60;
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
        return "time left: " + (stand.searchable() == 0 ? "not known yet" : "about " + lasting(missing / rate));
    }

    static String lasting(double seconds) {
        return seconds < MINUTES_FROM
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / MINUTE);
    }
}
