package dev.allotrope.bench;

import dev.allotrope.bench.search.SearchBench;
import dev.allotrope.bench.search.SearchSetting;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs measurements by name; without one, all of them.
public final class Bench {
    private static final List<String> NAMES = List.of("embedding", "sync", "relist", "search", "relevance");

    private Bench() {}

    private static final String USAGE = """
            usage: ./allotrope bench [embedding] [sync] [relist] [search] [relevance] [--small|--full]
                   ./allotrope bench search --full       200,000 windows of one tenant, then 1,000 tenants × 200
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
        List<SearchSetting> searches = SearchSetting.with(names, size.searched.settings());
        RelevanceBench.Setting setting = new RelevanceBench.Setting(
                file(names, "--corpus"),
                file(names, "--questions"),
                file(names, "--judgements"),
                file(names, "--save"));
        if (!NAMES.containsAll(names) || (setting.corpus() == null) != (setting.questions() == null)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        System.out.printf(
                "./allotrope bench %s · %s · %d cores · JDK %s · load %.1f at the start%n",
                String.join(" ", arguments),
                LocalDate.now(java.time.ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Memory.load());
        run(names.isEmpty() ? NAMES : names, size, new Settings(searches, setting), System.out);
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
    private record Settings(List<SearchSetting> searches, RelevanceBench.Setting relevance) {}

    private static void run(List<String> names, Size size, Settings settings, PrintStream out) throws Exception {
        for (String name : names) {
            switch (name) {
                case "embedding" -> new EmbeddingBench(out).run(size);
                case "sync" -> new SyncBench(out).run(size);
                case "relist" -> relist(names, size, out);
                case "search" -> search(settings.searches(), out);
                case "relevance" -> new RelevanceBench(out).run(settings.relevance());
                default -> throw new IllegalArgumentException(name);
            }
        }
    }

    /// Several have a process each, one after the other, so that peaks of memory belong to it.
    private static void search(List<SearchSetting> settings, PrintStream out) throws Exception {
        if (settings.size() == 1) {
            new SearchBench(out).run(settings.getFirst());
            return;
        }
        for (SearchSetting setting : settings) {
            Process child = Child.start(
                    Stream.concat(Stream.of("search"), setting.words().stream()).toArray(String[]::new));
            out.println();
            child.inputReader(StandardCharsets.UTF_8).lines().forEach(out::println);
            if (child.waitFor() != 0) {
                throw new IllegalStateException("the measurement of " + setting + " failed");
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
