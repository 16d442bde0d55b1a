package dev.allotrope.bench;

import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs measurements by name; without one, all of them.
public final class Bench {
    private static final List<String> NAMES = List.of("embedding", "sync", "relist", "search");
    private static final String FULL = "--full";

    private Bench() {}

    /// `[NAME…] [--full]`: usual sizes take minutes, full ones the better part of an hour.
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
        boolean full = names.remove(FULL);
        if (!NAMES.containsAll(names)) {
            System.err.println("usage: ./allotrope bench [embedding] [sync] [relist] [search] [--full]");
            System.exit(2);
        }
        run(names.isEmpty() ? NAMES : names, full, System.out);
        System.exit(0);
    }

    private static void run(List<String> names, boolean full, PrintStream out) throws Exception {
        out.printf(
                "./allotrope bench %s%s · %s · %d cores · JDK %s · load %.1f at the start%n",
                String.join(" ", names),
                full ? " " + FULL : "",
                LocalDate.now(java.time.ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Memory.load());
        for (String name : names) {
            switch (name) {
                case "embedding" -> new EmbeddingBench(out).run(full);
                case "sync" -> new SyncBench(out).run(full);
                case "relist" -> relist(names, full, out);
                case "search" -> new SearchBench(out).run(full);
                default -> throw new IllegalArgumentException(name);
            }
        }
    }

    /// A listing of what is there already is measured behind every sync.
    private static void relist(List<String> names, boolean full, PrintStream out) throws Exception {
        if (!names.contains("sync")) {
            new SyncBench(out).relist(full);
        }
    }
}
