package dev.allotrope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Articles from the listing to the index without a model, and then the same listing again with nothing changed. Each
/// size has a fresh process, so that peaks belong to it.
final class SyncBench {
    /// The word that runs one size and prints its figures for the parent.
    static final String ONE_SIZE = "sync-one-size";

    private static final List<Integer> SIZES = List.of(2_000, 10_000);
    private static final List<Integer> FULL_SIZES = List.of(10_000, 50_000);
    private static final int RELIST_SIZE = 10_000;
    private static final int PAGE = 2_000;
    private static final int RELIST_SPARE = 3;
    private static final int MAX_CALLS_OF_10_000 = 60;
    private static final int WINDOW_TOKENS = 180;
    private static final double MEGA = 1_048_576;
    private static final String MARK = "figure ";

    private final PrintStream out;

    SyncBench(PrintStream out) {
        this.out = out;
    }

    void run(boolean full) throws Exception {
        List<Map<String, Double>> sizes = new ArrayList<>();
        for (int articles : full ? FULL_SIZES : SIZES) {
            sizes.add(measured(articles));
        }
        printSync(sizes);
        printRelist(sizes);
    }

    void relist(boolean full) throws Exception {
        printRelist(List.of(measured(full ? FULL_SIZES.getLast() : RELIST_SIZE)));
    }

    /// Runs in a process of its own.
    static void child(int articles) throws Exception {
        SeededEmbedder embedder = new SeededEmbedder(WINDOW_TOKENS, null);
        try (MeasuredServer server = MeasuredServer.start(articles, _ -> embedder);
                Memory memory = new Memory(server.folder())) {
            server.org().clearLedger();
            long start = System.nanoTime();
            long source = server.connect();
            server.awaitRuns(source, 1);
            double listed = (System.nanoTime() - start) / 1e9;
            server.awaitSearchable(articles);
            tell("articles", articles);
            tell("fetched_seconds", listed);
            tell("seconds", (System.nanoTime() - start) / 1e9);
            tell("calls", server.org().calls());
            tell("windows", embedder.embedded());
            tell("heap_peak", Memory.heapPeak() / MEGA);
            tell("heap_live", Memory.heapLive() / MEGA);
            tell("rss", Memory.residentPeak() / MEGA);
            tell("database", memory.databasePeak() / MEGA);
            relist(server, source, embedder);
        }
    }

    private static void relist(MeasuredServer server, long source, SeededEmbedder embedder) {
        server.org().clearLedger();
        long before = embedder.embedded();
        long start = System.nanoTime();
        server.syncAgain(source);
        server.awaitRuns(source, 2);
        tell("relist_seconds", (System.nanoTime() - start) / 1e9);
        tell("relist_waiting", server.waiting());
        tell("relist_calls", server.org().calls());
        tell("relist_body_calls", server.org().bodyCalls());
        tell("relist_embedded", embedder.embedded() - before);
    }

    private static void tell(String name, double value) {
        System.out.println(MARK + name + " " + value);
    }

    private static Map<String, Double> measured(int articles) throws IOException, InterruptedException {
        Process child = Child.start(ONE_SIZE, Integer.toString(articles));
        Map<String, Double> figures = new HashMap<>();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(MARK)) {
                    String[] parts = line.substring(MARK.length()).split(" ", 2);
                    figures.put(parts[0], Double.valueOf(parts[1]));
                }
            }
        }
        if (child.waitFor() != 0) {
            throw new IllegalStateException("the measurement of " + articles + " articles failed");
        }
        return figures;
    }

    private void printSync(List<Map<String, Double>> sizes) {
        Table table = new Table(
                "First sync of generated articles, seeded vectors (goals: ≤ " + MAX_CALLS_OF_10_000
                        + " API calls for 10,000; memory flat, time linear)",
                "articles", "windows", "seconds", "of it fetching", "articles/s", "API calls", "heap peak MB",
                "heap live MB", "JVM RSS peak MB", "PostgreSQL peak MB");
        for (Map<String, Double> size : sizes) {
            table.row(
                    whole(size, "articles"),
                    whole(size, "windows"),
                    tenths(value(size, "seconds")),
                    tenths(value(size, "fetched_seconds")),
                    whole(value(size, "articles") / value(size, "seconds")),
                    whole(size, "calls"),
                    whole(size, "heap_peak"),
                    whole(size, "heap_live"),
                    whole(size, "rss"),
                    whole(size, "database"));
        }
        table.row(
                ratio(sizes, "articles"),
                ratio(sizes, "windows"),
                ratio(sizes, "seconds"),
                ratio(sizes, "fetched_seconds"),
                "",
                ratio(sizes, "calls"),
                ratio(sizes, "heap_peak"),
                ratio(sizes, "heap_live"),
                ratio(sizes, "rss"),
                ratio(sizes, "database"));
        table.print(out);
    }

    private void printRelist(List<Map<String, Double>> sizes) {
        Table table = new Table(
                "Full listing again, nothing changed (goal: API calls ≤ pages + " + RELIST_SPARE + ", no embedding)",
                "articles", "pages", "API calls", "body calls", "embeddings", "seconds");
        for (Map<String, Double> size : sizes) {
            table.row(
                    whole(size, "articles"),
                    whole(Math.ceil(value(size, "articles") / PAGE)),
                    whole(size, "relist_calls"),
                    whole(size, "relist_body_calls"),
                    whole(size, "relist_embedded"),
                    tenths(value(size, "relist_seconds")));
        }
        table.print(out);
    }

    private static double value(Map<String, Double> figures, String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalStateException("the measurement did not tell " + name);
        }
        return value;
    }

    private static String whole(Map<String, Double> figures, String name) {
        return whole(value(figures, name));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    private static String ratio(List<Map<String, Double>> sizes, String name) {
        return String.format(Locale.ROOT, "× %.2f", value(sizes.getLast(), name) / value(sizes.getFirst(), name));
    }
}
