package dev.allotrope.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much of a bare ONNX Runtime loop's throughput is left when the whole of processing is around it: parse, chunk,
/// window, embed, store, index. Rounds of both alternate, so that whatever else the machine does meets both.
///
/// The model reads the windows, and their subjects alone as well. Both sides have the same of both to read; next to it
/// stands the loop over the windows without the subjects.
final class EmbeddingBench {
    static final double GOAL = 0.9;

    /// Enough for the compiler of the JVM to have most of its work behind it; both sides have the texts of these.
    private static final int WARM_UP_ARTICLES = 100;
    /// How exactly the end of a round is seen.
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final int FIRST_SEED = 1_000;

    private final PrintStream out;

    EmbeddingBench(PrintStream out) {
        this.out = out;
    }

    /// Seconds on the clock and of this process's processor time; the database's is not counted.
    private record Spent(double clock, double processor) {
        static Spent begin() {
            return new Spent(System.nanoTime() / 1e9, Memory.processorSeconds());
        }

        Spent end() {
            Spent now = begin();
            return new Spent(now.clock - clock, now.processor - processor);
        }

        Spent plus(Spent other) {
            return new Spent(clock + other.clock, processor + other.processor);
        }
    }

    /// What one round took; `compiler` is what of the product's processor time the compiler had.
    private record Round(
            int windows, int subjects, Spent product, double compiler, Spent bareWindows, Spent bareSubjects) {
        Spent bare() {
            return bareWindows.plus(bareSubjects);
        }

        Round plus(Round other) {
            return new Round(
                    windows + other.windows,
                    subjects + other.subjects,
                    product.plus(other.product),
                    compiler + other.compiler,
                    bareWindows.plus(other.bareWindows),
                    bareSubjects.plus(other.bareSubjects));
        }
    }

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
                rounds.add(round(server, source, recording[0], bare, round, size.roundArticles));
            }
        }
        print(rounds, threads);
    }

    /// Everything is fetched before the gate opens and the clock starts; both then have the same texts to embed.
    private static Round round(
            MeasuredServer server, long source, RecordingEmbedder embedder, BareModel bare, int round, int articles)
            throws Exception {
        embedder.hold();
        server.org().generate(articles, FIRST_SEED + round);
        server.syncAgain(source);
        server.awaitRuns(source, 1 + round);
        double compiler = Memory.compilerSeconds();
        Spent start = Spent.begin();
        embedder.open();
        // Not by asking the server all the time, which would answer instead of processing.
        embedder.awaitQuiet();
        server.awaitSearchable(WARM_UP_ARTICLES + (long) round * articles, LOOK);
        Spent product = start.end();
        double compiled = Memory.compilerSeconds() - compiler;
        List<String> texts = embedder.take();
        List<String> windows = texts.stream().filter(EmbeddingBench::isWindow).toList();
        List<String> subjects = texts.stream().filter(text -> !isWindow(text)).toList();
        return new Round(
                windows.size(), subjects.size(), product, compiled, alone(bare, windows), alone(bare, subjects));
    }

    /// A window has its title on a line of its own in front; a subject is one line.
    private static boolean isWindow(String text) {
        return text.contains("\n");
    }

    private static Spent alone(BareModel bare, List<String> texts) throws Exception {
        Spent start = Spent.begin();
        bare.seconds(texts, Runtime.getRuntime().availableProcessors());
        return start.end();
    }

    private void print(List<Round> rounds, int threads) {
        Table table = new Table(
                "Embedding throughput, real model, " + threads + " threads (goal: ratio ≥ " + GOAL + ")",
                "round",
                "windows",
                "subjects",
                "processing, windows/s",
                "bare loop, the same texts",
                "ratio",
                "windows alone",
                "ratio",
                "CPU ms a window",
                "compiling",
                "bare",
                "ratio");
        for (int round = 0; round < rounds.size(); round++) {
            row(table, Integer.toString(round + 1), rounds.get(round));
        }
        row(table, "all", rounds.stream().reduce(Round::plus).orElseThrow());
        table.print(out);
    }

    private static void row(Table table, String name, Round round) {
        Spent product = round.product();
        Spent bare = round.bare();
        double windows = round.windows();
        table.row(
                name,
                Integer.toString(round.windows()),
                Integer.toString(round.subjects()),
                number(1, windows / product.clock()),
                number(1, windows / bare.clock()),
                number(2, bare.clock() / product.clock()),
                number(1, windows / round.bareWindows().clock()),
                number(2, round.bareWindows().clock() / product.clock()),
                number(1, 1e3 * product.processor() / windows),
                number(1, 1e3 * round.compiler() / windows),
                number(1, 1e3 * bare.processor() / windows),
                number(2, bare.processor() / product.processor()));
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
