package dev.allotrope.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much of a bare ONNX Runtime loop's throughput is left when the whole of processing is around it: parse, chunk,
/// window, embed, store, index. Rounds of both alternate, so that whatever else the machine does meets both.
final class EmbeddingBench {
    static final double GOAL = 0.9;

    private static final int WARM_UP_ARTICLES = 20;
    private static final int FIRST_SEED = 1_000;

    private final PrintStream out;

    EmbeddingBench(PrintStream out) {
        this.out = out;
    }

    /// Seconds of both, on the clock and of the processor, and what of the product's the compiler took; the database's
    /// processor time is not counted.
    private record Round(
            int windows, double product, double productProcessor, double compiler, double bare, double bareProcessor) {}

    void run(Size size) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        RecordingEmbedder[] recording = new RecordingEmbedder[1];
        List<Round> rounds = new ArrayList<>();
        try (MeasuredServer server =
                        MeasuredServer.start(WARM_UP_ARTICLES, real -> recording[0] = new RecordingEmbedder(real));
                BareModel bare = new BareModel()) {
            long source = server.connect();
            server.awaitRuns(source, 1);
            server.awaitSearchable(WARM_UP_ARTICLES);
            bare.seconds(recording[0].take(), threads);
            for (int round = 1; round <= size.rounds; round++) {
                rounds.add(round(server, source, recording[0], bare, round, size.roundArticles, threads));
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
        double processor = Memory.processorSeconds();
        double compiler = Memory.compilerSeconds();
        long start = System.nanoTime();
        embedder.open();
        server.awaitSearchable(WARM_UP_ARTICLES + (long) round * articles);
        double product = (System.nanoTime() - start) / 1e9;
        double between = Memory.processorSeconds();
        double compiled = Memory.compilerSeconds() - compiler;
        List<String> windows = embedder.take();
        double alone = bare.seconds(windows, threads);
        return new Round(
                windows.size(), product, between - processor, compiled, alone, Memory.processorSeconds() - between);
    }

    private void print(List<Round> rounds, int threads) {
        Table table = new Table(
                "Embedding throughput, real model, " + threads + " threads (goal: ratio ≥ " + GOAL + ")",
                "round",
                "windows",
                "processing, windows/s",
                "bare loop, windows/s",
                "ratio",
                "CPU ms a window",
                "compiling",
                "bare",
                "ratio");
        for (int round = 0; round < rounds.size(); round++) {
            row(table, Integer.toString(round + 1), rounds.get(round));
        }
        row(
                table,
                "all",
                new Round(
                        rounds.stream().mapToInt(Round::windows).sum(),
                        rounds.stream().mapToDouble(Round::product).sum(),
                        rounds.stream().mapToDouble(Round::productProcessor).sum(),
                        rounds.stream().mapToDouble(Round::compiler).sum(),
                        rounds.stream().mapToDouble(Round::bare).sum(),
                        rounds.stream().mapToDouble(Round::bareProcessor).sum()));
        table.print(out);
    }

    private static void row(Table table, String name, Round round) {
        table.row(
                name,
                Integer.toString(round.windows()),
                String.format(Locale.ROOT, "%.1f", round.windows() / round.product()),
                String.format(Locale.ROOT, "%.1f", round.windows() / round.bare()),
                String.format(Locale.ROOT, "%.2f", round.bare() / round.product()),
                String.format(Locale.ROOT, "%.1f", 1e3 * round.productProcessor() / round.windows()),
                String.format(Locale.ROOT, "%.1f", 1e3 * round.compiler() / round.windows()),
                String.format(Locale.ROOT, "%.1f", 1e3 * round.bareProcessor() / round.windows()),
                String.format(Locale.ROOT, "%.2f", round.bareProcessor() / round.productProcessor()));
    }
}
