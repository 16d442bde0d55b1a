package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Plays cells against one server, some at a time, each with a tenant and an org of its own. There, waits for
/// Salesforce last a five-hundredth of the usual ones, and an hour of automatic syncs a second.
final class FaultMatrix implements AutoCloseable {
    /// The system property that names the one cell to play.
    static final String ONLY = "faults.only";

    private static final int AT_A_TIME = 8;
    private static final int TOLD_EVERY = 100;
    private static final String SOAK = "soak";
    private static final String DOMAIN = "%s.my.salesforce.com";

    private final HashingProvider embedder = HashingProvider.open();
    private final ExecutorService players = Executors.newFixedThreadPool(AT_A_TIME);
    private final Map<String, SimulatedOrg> orgs = new HashMap<>();
    private final SimulatorProcess simulator;
    private final ServerProcess server;
    private final List<Cell> cells;
    private final ServerProcess.Settings settings;
    private final AtomicInteger done = new AtomicInteger();

    private FaultMatrix(Path folder, UnaryOperator<List<Cell>> choice) {
        Installation installation = Installation.found();
        int port = Ports.free();
        String callback = "http://localhost:" + port + "/integrations/salesforce";
        simulator = SimulatorProcess.start(installation, folder, callback, List.of("--articles", "0"));
        cells = chosen(Cell.all(simulator.org().knownFaults()), choice);
        labels().forEach(label -> orgs.put(label, simulator.org().another()));
        settings = new ServerProcess.Settings(
                port, Ports.free(), folder, "key-" + UUID.randomUUID(), simulator.url(), environment());
        try {
            server = ServerProcess.start(installation, settings);
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
        reportCost(cells.size() + " cells begin");
    }

    private Stream<String> labels() {
        return Stream.of(
                        Stream.of(SOAK),
                        Stream.of(Cell.Run.values()).map(FaultMatrix::calm),
                        cells.stream().map(this::label))
                .flatMap(labels -> labels);
    }

    private Map<String, String> environment() {
        Map<String, String> more = new HashMap<>(Story.SHORT_LIVED);
        more.putAll(embedder.settings());
        more.put("ALLOTROPE_SALESFORCE_ENDPOINT", endpoints());
        more.put("ALLOTROPE_DEV_SECOND_MILLIS", "2");
        more.put("ALLOTROPE_DEV_HOUR_SECONDS", "1");
        more.put("ALLOTROPE_RATE_LIMITS", "off");
        return more;
    }

    /// Starts a server for the cells that are chosen out of all there are.
    static FaultMatrix of(Path folder, UnaryOperator<List<Cell>> choice) {
        return new FaultMatrix(folder, choice);
    }

    /// The seed that is asked for, or else that one; printed, so that a failure can be played again.
    static long seed(Class<?> test, long otherwise) {
        long seed = Long.getLong("faults.seed", otherwise);
        System.out.println(test.getSimpleName() + ": -Dfaults.seed=" + seed);
        return seed;
    }

    /// A test for each cell. All of them begin to run at once.
    Stream<DynamicTest> tests() {
        Map<Cell.Run, Future<Held>> calm = new EnumMap<>(Cell.Run.class);
        cells.stream()
                .map(cell -> cell.stage().run())
                .distinct()
                .forEach(run ->
                        calm.put(run, players.submit(() -> story(calm(run), run).undisturbed())));
        Map<Cell, Future<?>> played =
                cells.stream().collect(Collectors.toMap(cell -> cell, cell -> players.submit(playing(cell, calm))));
        return cells.stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.name() + ", " + cell.habits(), () -> result(cell, played.get(cell))));
    }

    /// What was spent so far, for the budget of tests.
    void reportCost(String what) {
        System.out.printf(
                "%s: %d s of processor time in the server, %d s in the simulator%n",
                what,
                server.processorTime().toSeconds(),
                simulator.processorTime().toSeconds());
    }

    /// A [Soak] of a further tenant on the same server.
    Soak soak(long seed) {
        Habits habits = Habits.of(seed);
        System.out.println("soak: " + habits);
        orgs.get(SOAK).switches(habits.switches());
        AuthoredOrg authors = new AuthoredOrg(orgs.get(SOAK)).founded();
        Customer customer = Customer.connected(
                authors,
                client(SOAK),
                DOMAIN.formatted(SOAK),
                Map.of("salesforce_settings", Map.of("check_interval_minutes", 5)));
        return new Soak(customer, server, seed);
    }

    /// No text of any article, published or not, stands in the log.
    void requireDiscretion() {
        assertThat(server.log()).doesNotContainPattern(AuthoredOrg.MARK);
    }

    @Override
    public void close() {
        players.shutdownNow();
        server.close();
        simulator.close();
        embedder.close();
    }

    private Callable<Void> playing(Cell cell, Map<Cell.Run, Future<Held>> calm) {
        return () -> {
            CellStory story = story(label(cell), cell.stage().run());
            boolean good = false;
            try {
                if (cell.stage().run() == Cell.Run.READ) {
                    story.read(cell);
                } else {
                    story.play(cell, calm.get(cell.stage().run()).get());
                }
                good = true;
                return null;
            } finally {
                tell(cell, good);
            }
        };
    }

    /// A failure at once, since all results come at the end; and now and then how far it is.
    private void tell(Cell cell, boolean good) {
        int number = done.incrementAndGet();
        if (!good) {
            System.out.println("failed: " + cell.name() + ", " + cell.habits());
        }
        if (number % TOLD_EVERY == 0 || number == cells.size()) {
            reportCost(number + " of " + cells.size() + " cells are played");
        }
    }

    private CellStory story(String label, Cell.Run run) {
        return new CellStory(orgs.get(label), client(label), DOMAIN.formatted(label), run);
    }

    private CarbonClient client(String customer) {
        return CarbonClient.of(settings.url(), settings.apiKey(), customer);
    }

    private static void result(Cell cell, Future<?> played) throws InterruptedException {
        try {
            played.get();
        } catch (ExecutionException e) {
            throw new AssertionError(
                    "%s, %s (alone: -D%s=%s): %s"
                            .formatted(
                                    cell.name(),
                                    cell.habits(),
                                    ONLY,
                                    cell.name(),
                                    e.getCause().getMessage()),
                    e.getCause());
        }
    }

    private static List<Cell> chosen(List<Cell> all, UnaryOperator<List<Cell>> choice) {
        String only = System.getProperty(ONLY, "");
        return only.isEmpty()
                ? choice.apply(all)
                : all.stream().filter(cell -> cell.name().matches(only)).toList();
    }

    /// Where each cell's domain is reached.
    private String endpoints() {
        return orgs.entrySet().stream()
                .map(each ->
                        DOMAIN.formatted(each.getKey()) + "=" + each.getValue().url())
                .collect(Collectors.joining(","));
    }

    private static String calm(Cell.Run run) {
        return "calm-" + run.ordinal();
    }

    private String label(Cell cell) {
        return "cell-" + cells.indexOf(cell);
    }
}
