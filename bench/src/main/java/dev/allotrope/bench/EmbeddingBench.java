package dev.allotrope.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much of a bare ONNX Runtime loop's throughput is left when the whole of processing is around it: parse, chunk,
/// window, embed, store, index. Rounds of both alternate, so that whatever else the machine does meets both.
final class EmbeddingBench {
    static final double GOAL = 0.9;

    private static final int ROUNDS = 2;
    private static final int ARTICLES = 120;
    private static final int FULL_ROUNDS = 4;
    private static final int FULL_ARTICLES = 400;
    private static final int WARM_UP_ARTICLES = 20;
    private static final int FIRST_SEED = 1_000;

    private final PrintStream out;

    EmbeddingBench(PrintStream out) {
        this.out = out;
    }

    private record Round(int windows, double product, double bare) {}

    void run(boolean full) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        RecordingEmbedder[] recording = new RecordingEmbedder[1];
        List<Round> rounds = new ArrayList<>();
        try (MeasuredServer server = MeasuredServer.start(
                        WARM_UP_ARTICLES, real -> recording[0] = new RecordingEmbedder(real));
                BareModel bare = new BareModel()) {
            long source = server.connect();
            server.awaitRuns(source, 1);
            server.awaitSearchable(WARM_UP_ARTICLES);
            bare.seconds(recording[0].take(), threads);
            int articles = full ? FULL_ARTICLES : ARTICLES;
            for (int round = 1; round <= (full ? FULL_ROUNDS : ROUNDS); round++) {
                rounds.add(round(server, source, recording[0], bare, round, articles, threads));
            }
        }
        print(rounds, threads);
    }

    /// Everything is fetched before the gate opens and the clock starts; both then have the same windows to make.
    private static Round round(
            MeasuredServer server,
            long source,
            RecordingEmbedder embedder,
            BareModel bare,
            int round,
            int articles,
            int threads)
            throws Exception {
        embedder.hold();
        server.org().generate(articles, FIRST_SEED + round);
        server.syncAgain(source);
        server.awaitRuns(source, 1 + round);
        long start = System.nanoTime();
        embedder.open();
        server.awaitSearchable(WARM_UP_ARTICLES + (long) round * articles);
        double product = (System.nanoTime() - start) / 1e9;
        List<String> windows = embedder.take();
        return new Round(windows.size(), product, bare.seconds(windows, threads));
    }

    private void print(List<Round> rounds, int threads) {
        Table table = new Table(
                "Embedding throughput, real model, " + threads + " threads (goal: ratio ≥ " + GOAL + ")",
                "round", "windows", "processing, windows/s", "bare loop, windows/s", "ratio");
        for (int round = 0; round < rounds.size(); round++) {
            row(table, Integer.toString(round + 1), rounds.get(round));
        }
        row(
                table,
                "all",
                new Round(
                        rounds.stream().mapToInt(Round::windows).sum(),
                        rounds.stream().mapToDouble(Round::product).sum(),
                        rounds.stream().mapToDouble(Round::bare).sum()));
        table.print(out);
    }

    private static void row(Table table, String name, Round round) {
        table.row(
                name,
                Integer.toString(round.windows()),
                String.format(Locale.ROOT, "%.1f", round.windows() / round.product()),
                String.format(Locale.ROOT, "%.1f", round.windows() / round.bare()),
                String.format(Locale.ROOT, "%.2f", round.bare() / round.product()));
    }
}
