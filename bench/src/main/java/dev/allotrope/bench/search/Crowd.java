package dev.allotrope.bench.search;

import dev.allotrope.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// As many callers as there are cores, who ask without pause: in each way in turn for a few seconds, several times, so
/// that whatever else the machine does meets all of them.
final class Crowd {
    static final int CALLERS = Runtime.getRuntime().availableProcessors();
    private static final int ROUNDS = 2;
    private static final long SECONDS = 4;

    private final Asking asking;

    Crowd(Asking asking) {
        this.asking = asking;
    }

    static Table table(String state) {
        return new Table(
                "Queries a second " + state + ", " + CALLERS + " callers on " + CALLERS + " cores",
                "state",
                "filter",
                "",
                "queries/s",
                "÷ bare");
    }

    /// Queries a second of each way.
    record Rates(double bare, double inProcess, double overHttp) {
        void rows(Table table, String state, Selectivity filter) {
            table.row(state, filter.label(), "both, bare", number(bare, 1), "");
            table.row(state, filter.label(), "search in process", number(inProcess, 1), number(inProcess / bare, 2));
            table.row(state, filter.label(), "search over HTTP", number(overHttp, 1), number(overHttp / bare, 2));
        }

        private static String number(double value, int digits) {
            return String.format(Locale.ROOT, "%." + digits + "f", value);
        }
    }

    Rates rates(Selectivity filter) throws Exception {
        List<Way> ways = List.of(
                at -> asking.bare(at, filter), at -> asking.inProcess(at, filter), at -> asking.overHttp(at, filter));
        AtomicInteger next = new AtomicInteger();
        double[] sums = new double[ways.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int way = 0; way < sums.length; way++) {
                sums[way] += perSecond(ways.get(way), next);
            }
        }
        return new Rates(sums[0] / ROUNDS, sums[1] / ROUNDS, sums[2] / ROUNDS);
    }

    private static double perSecond(Way way, AtomicInteger next) throws Exception {
        int first = next.get();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(SECONDS);
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        way.ask(next.getAndIncrement());
                    }
                    return null;
                }));
            }
        }
        for (Future<?> caller : callers) {
            caller.get();
        }
        return (next.get() - first) / ((System.nanoTime() - start) / 1e9);
    }

    private interface Way {
        Object ask(int at) throws Exception;
    }
}
