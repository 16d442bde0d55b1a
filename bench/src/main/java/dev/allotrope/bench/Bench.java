package dev.allotrope.bench;

import dev.allotrope.bench.search.SearchBench;
import dev.allotrope.bench.search.SearchSetting;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs measurements by name; without one, all of them.
public final class Bench {
    private static final List<String> NAMES = List.of("embedding", "sync", "relist", "search", "relevance");

    private Bench() {}

    private static final String USAGE = """
            usage: ./allotrope bench [embedding] [sync] [relist] [search] [relevance] [--small|--full]
                   ./allotrope bench search [--tenants N] [--windows N] [--queries N] [--keep FOLDER]
                                            [--parts idle,crowd,recall,processing,memory]
                   ./allotrope bench relevance --corpus FILE --questions FILE [--judgements FILE] [--save FOLDER]""";

    /// `[NAME…] [--small|--full]`: usual sizes take minutes, full ones the better part of an hour. For `relevance` also
    /// the files of another corpus than the sample org.
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals(SimulatedOrg.WORD)) {
            SalesforceSimulator.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        if (arguments.length > 0 && arguments[0].equals(SyncBench.ONE_SIZE)) {
            SyncBench.child(Integer.parseInt(arguments[1]));
            System.exit(0);
        }
        List<String> names = new ArrayList<>(List.of(arguments));
        Size size = Arrays.stream(Size.values())
                .filter(each -> names.remove(each.option()))
                .findFirst()
                .orElse(Size.USUAL);
        SearchSetting search = SearchSetting.of(size.windows, size.queries).with(names);
        RelevanceBench.Setting setting = new RelevanceBench.Setting(
                file(names, "--corpus"),
                file(names, "--questions"),
                file(names, "--judgements"),
                file(names, "--save"));
        if (!NAMES.containsAll(names) || (setting.corpus() == null) != (setting.questions() == null)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        run(names.isEmpty() ? NAMES : names, size, new Settings(search, setting), System.out);
        System.exit(0);
    }

    /// Takes an option and its value out of the words.
    private static @Nullable Path file(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0 || at + 1 == words.size()) {
            return null;
        }
        words.remove(at);
        return Path.of(words.remove(at));
    }

    /// What single measurements are told.
    private record Settings(SearchSetting search, RelevanceBench.Setting relevance) {}

    private static void run(List<String> names, Size size, Settings settings, PrintStream out) throws Exception {
        out.printf(
                "./allotrope bench %s %s · %s · %d cores · JDK %s · load %.1f at the start%n",
                String.join(" ", names),
                size.option(),
                LocalDate.now(java.time.ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Memory.load());
        for (String name : names) {
            switch (name) {
                case "embedding" -> new EmbeddingBench(out).run(size);
                case "sync" -> new SyncBench(out).run(size);
                case "relist" -> relist(names, size, out);
                case "search" -> new SearchBench(out).run(settings.search());
                case "relevance" -> new RelevanceBench(out).run(settings.relevance());
                default -> throw new IllegalArgumentException(name);
            }
        }
    }

    /// A listing of what is there already is measured behind every sync.
    private static void relist(List<String> names, Size size, PrintStream out) throws Exception {
        if (!names.contains("sync")) {
            new SyncBench(out).relist(size);
        }
    }
}
