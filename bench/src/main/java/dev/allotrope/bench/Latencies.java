package dev.allotrope.bench;

import java.util.Arrays;
import java.util.Locale;

/// How long each of many calls took.
public final class Latencies {
    private long[] nanos = new long[64];
    private int count;

    /// Runs a call and keeps its time.
    public void time(Call call) throws Exception {
        long start = System.nanoTime();
        call.run();
        add(System.nanoTime() - start);
    }

    public void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    public int count() {
        return count;
    }

    /// In milliseconds; `percent` from 0 to 100.
    public double percentile(double percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int at = (int) Math.ceil(percent / 100 * count) - 1;
        return count == 0 ? Double.NaN : sorted[Math.clamp(at, 0, count - 1)] / 1e6;
    }

    public String text(double percent) {
        return String.format(Locale.ROOT, "%.1f", percentile(percent));
    }

    /// Our percentile as a multiple of another's same one.
    public String against(Latencies other, double percent) {
        return String.format(Locale.ROOT, "%.2f", percentile(percent) / other.percentile(percent));
    }

    public interface Call {
        void run() throws Exception;
    }
}
