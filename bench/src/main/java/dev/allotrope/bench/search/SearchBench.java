package dev.allotrope.bench.search;

import dev.allotrope.bench.BareModel;
import dev.allotrope.bench.Latencies;
import dev.allotrope.bench.MeasuredServer;
import dev.allotrope.bench.Memory;
import dev.allotrope.bench.SeededEmbedder;
import dev.allotrope.bench.Table;
import dev.allotrope.bench.search.Asking.Ways;
import dev.allotrope.bench.search.SearchSetting.Part;
import dev.allotrope.index.Index;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// How long a hybrid search takes, in process and over HTTP, idle and while documents are processed, next to what it
/// cannot do without: one embedding of the query by the real model, and the same two Lucene searches made bare on the
/// same index.
public final class SearchBench {
    /// Words, about as many as fill a window of the real model.
    private static final int WINDOW_TOKENS = 180;

    private static final int WARM_UP = 60;
    private static final int QUERIES = 2_000;
    private static final int RECALL_QUERIES = 100;
    private static final int LOAD_ARTICLES = 1_200;
    private static final long MEASURED_SECONDS = 15;
    /// Longer than an index that nobody searches takes to commit what was applied, and to begin what merges are left.
    private static final long COMMIT_SECONDS = 38;

    private final PrintStream out;
    private final Map<Selectivity, Latencies> idle = new EnumMap<>(Selectivity.class);

    public SearchBench(PrintStream out) {
        this.out = out;
    }

    public void run(SearchSetting setting) throws Exception {
        SeededEmbedder[] made = new SeededEmbedder[1];
        try (MeasuredServer server = MeasuredServer.start(
                        0, real -> made[0] = new SeededEmbedder(WINDOW_TOKENS, real), setting.keep());
                BareModel model = new BareModel()) {
            Texts texts = Texts.ofSampleOrg();
            List<String> names = fill(server, new Filling(server, made[0], texts), setting);
            try (Asking asking = new Asking(server, made[0], model, names, texts.queries(QUERIES))) {
                measure(server, made[0], model, asking, setting);
            }
        }
    }

    private List<String> fill(MeasuredServer server, Filling filling, SearchSetting setting) throws Exception {
        long before = Memory.heapLive();
        List<String> names = new ArrayList<>(List.of(MeasuredServer.CUSTOMER));
        IntStream.range(1, setting.tenants()).forEach(number -> names.add("bench-customer-" + number));
        long start = System.nanoTime();
        int filled = 0;
        for (String name : names) {
            Tenant tenant = server.tenant(name);
            if (!filling.filled(tenant)) {
                filling.fill(tenant, setting.windows());
                filled++;
            }
        }
        long written = System.nanoTime();
        for (String name : names) {
            awaitWhole(server, server.tenant(name));
        }
        long whole = System.nanoTime();
        settle(server);
        out.printf(
                Locale.ROOT,
                "%n%s: %d written in %.0f s, indexed in another %.0f s, live heap %,d MB before, %,d MB"
                        + " after (load %.1f)%n",
                setting.size(),
                filled,
                (written - start) / 1e9,
                (whole - written) / 1e9,
                before >> 20,
                Memory.heapLive() >> 20,
                Memory.load());
        return names;
    }

    private static void awaitWhole(MeasuredServer server, Tenant tenant) {
        MeasuredServer.await("the index of " + tenant, () -> {
            Heads.Head head = server.bean(Heads.class).head(tenant);
            return server.bean(Index.class)
                    .durable(tenant)
                    .equals(Optional.of(new Index.Head(head.position(), head.mark())));
        });
    }

    /// Until commits are done and merges, which are one thread's work, have nothing left.
    private static void settle(MeasuredServer server) throws Exception {
        long files = -1;
        for (long now = bytes(server); now != files; now = bytes(server)) {
            files = now;
            TimeUnit.SECONDS.sleep(COMMIT_SECONDS);
        }
    }

    private static long bytes(MeasuredServer server) throws IOException {
        return Footprint.bytes(server.folder().resolve("index"));
    }

    private void measure(
            MeasuredServer server, SeededEmbedder embedder, BareModel model, Asking asking, SearchSetting setting)
            throws Exception {
        asking.ways(Selectivity.ALL, WARM_UP, () -> true);
        if (setting.wants(Part.IDLE)) {
            Table table = table(setting, "idle", asking.segments());
            for (Selectivity filter : Selectivity.values()) {
                Ways ways = asking.ways(filter, setting.queries(), () -> true);
                idle.put(filter, ways.inProcess());
                ways.rows(table, "idle", filter);
            }
            table.print(out);
        }
        if (setting.wants(Part.CROWD)) {
            crowd(asking);
        }
        if (setting.wants(Part.RECALL)) {
            recall(asking);
        }
        if (setting.wants(Part.PROCESSING)) {
            processing(server, embedder, model, asking, setting);
        }
        if (setting.wants(Part.MEMORY)) {
            new Footprint(out).print(server, asking, setting);
        }
        out.printf(Locale.ROOT, "%nload %.1f at the end%n", Memory.load());
    }

    private void crowd(Asking asking) throws Exception {
        asking.open();
        Crowd crowd = new Crowd(asking);
        Table table = Crowd.table("idle");
        for (Selectivity filter : Selectivity.values()) {
            crowd.rates(filter).rows(table, "idle", filter);
        }
        table.print(out);
    }

    private void recall(Asking asking) {
        Table table = new Table(
                "Recall@" + Asking.K + " of the vector leg against an exact scan, " + RECALL_QUERIES
                        + " queries (goal: ≥ .98)",
                "filter",
                "nearest",
                "found",
                "recall");
        for (Selectivity filter : Selectivity.values()) {
            Asking.Recall recall = asking.recall(filter, RECALL_QUERIES);
            table.row(
                    filter.label(),
                    Integer.toString(recall.nearest()),
                    Integer.toString(recall.found()),
                    String.format(Locale.ROOT, "%.3f", (double) recall.found() / recall.nearest()));
        }
        table.print(out);
    }

    /// Documents of the searched tenant, of one where there are many, are fetched, and then made as long as it takes:
    /// first for themselves, then while one caller asks without pause, then while a crowd does.
    private void processing(
            MeasuredServer server, SeededEmbedder embedder, BareModel model, Asking asking, SearchSetting setting)
            throws Exception {
        embedder.costly();
        long source = server.connect();
        int runs = server.runs(source);
        server.org().generate(LOAD_ARTICLES, (int) System.nanoTime());
        server.syncAgain(source);
        server.awaitRuns(source, Math.max(2, runs + 1));
        double alone = windowsPerSecond(embedder, () -> TimeUnit.SECONDS.sleep(MEASURED_SECONDS));
        Table table = table(setting, "while documents are processed", asking.segments());
        Table bounds = new Table(
                "In process, p99 ms while documents are processed (goal: ≤ idle + one window)",
                "filter",
                "idle",
                "one window",
                "bound",
                "processing");
        double[] beside = new double[1];
        Map<Selectivity, Ways> all = new EnumMap<>(Selectivity.class);
        beside[0] = windowsPerSecond(embedder, () -> {
            for (Selectivity filter : Selectivity.values()) {
                all.put(filter, asking.ways(filter, setting.queries(), () -> server.waiting() > 0));
            }
        });
        Crowd.Rates[] rates = new Crowd.Rates[1];
        double besideCrowd = windowsPerSecond(embedder, () -> rates[0] = new Crowd(asking).rates(Selectivity.ALL));
        boolean toTheEnd = server.waiting() > 0;
        embedder.free();
        MeasuredServer.await("the end of processing", () -> server.waiting() == 0);
        double window = oneWindow(embedder, model);
        all.forEach((filter, ways) -> {
            ways.rows(table, "processing", filter);
            Latencies quiet = idle.get(filter);
            double before = quiet == null ? Double.NaN : quiet.percentile(99);
            bounds.row(
                    filter.label(),
                    number(before),
                    number(window),
                    number(before + window),
                    ways.inProcess().text(99));
        });
        table.print(out);
        bounds.print(out);
        Table crowd = Crowd.table("while documents are processed");
        rates[0].rows(crowd, "processing", Selectivity.ALL);
        crowd.print(out);
        new Table("Processing, windows a second (goal: ≥ 0.4 of idle)", "", "windows/s", "÷ alone")
                .row("alone", number(alone), "")
                .row("while one caller asks without pause", number(beside[0]), share(beside[0] / alone))
                .row("while " + Crowd.CALLERS + " callers do", number(besideCrowd), share(besideCrowd / alone))
                .print(out);
        if (!toTheEnd) {
            out.println("\nThe documents were used up before the last query was asked: give fewer queries.");
        }
    }

    private static double windowsPerSecond(SeededEmbedder embedder, Step step) throws Exception {
        long before = embedder.embedded();
        long start = System.nanoTime();
        step.run();
        return (embedder.embedded() - before) / ((System.nanoTime() - start) / 1e9);
    }

    /// Milliseconds to embed one of the windows that were made, bare, in the middle.
    private static double oneWindow(SeededEmbedder embedder, BareModel model) throws Exception {
        Latencies windows = new Latencies();
        for (String text : embedder.sample()) {
            windows.time(() -> model.passage(text));
        }
        return windows.percentile(50);
    }

    private static Table table(SearchSetting setting, String state, String segments) {
        return new Table(
                String.format(
                        Locale.ROOT,
                        "Hybrid search %s, %s in %s segments, seeded vectors, k = %d, one caller, ms",
                        state,
                        setting.size(),
                        segments,
                        Asking.K),
                "state",
                "filter",
                "queries",
                "",
                "p50",
                "p99",
                "p50 ÷ bare",
                "p99 ÷ bare");
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// A dash for what was not measured.
    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    private interface Step {
        void run() throws Exception;
    }
}
