package dev.allotrope.e2e;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/// The demonstration: a simulated org is connected, synced and searched, and stays there to be tried.
public final class Demo {
    private static final int PORT = 8000;
    private static final int MANAGEMENT_PORT = 8001;
    private static final String FIRST_QUERY = "how do I reset my password";
    private static final int SEARCHES = 5;
    private static final int HITS = 10;
    private static final int NAMES_SHOWN = 5;
    private static final int FAILED = 1;
    private static final int WRONG_WORDS = 2;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /// Nothing moved for so long: something is stuck.
    private static final Duration STANDSTILL = Duration.ofMinutes(5);

    private final World world;
    private final PrintStream out;

    private Demo(World world, PrintStream out) {
        this.world = world;
        this.out = out;
    }

    /// Runs the demonstration; `--exit` ends it with status 0 only if everything that is published was found.
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(DemoOptions.parse(List.of(arguments)), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println("allotrope: " + e.getMessage());
            System.exit(WRONG_WORDS);
        } catch (IllegalStateException | UncheckedIOException e) {
            System.err.println("allotrope: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(DemoOptions options, PrintStream out) throws InterruptedException {
        DemoFolder folder = DemoFolder.create();
        out.println("data and logs of this run: " + folder.path());
        World world = World.start(folder.path(), options.org(), Ports.freeOr(PORT), Ports.freeOr(MANAGEMENT_PORT));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            world.close();
            folder.removeUnlessKept();
        }));
        List<String> failures = new Demo(world, out).show(options);
        failures.forEach(failure -> out.println("FAILED: " + failure));
        folder.keepIf(!failures.isEmpty());
        if (options.exit()) {
            System.exit(failures.isEmpty() ? 0 : FAILED);
        }
        out.println("\nIt stays up until Ctrl-C.");
        new CountDownLatch(1).await();
    }

    /// Goes through everything; answers what was not as it should be.
    private List<String> show(DemoOptions options) {
        out.println("Salesforce is simulated at " + world.salesforce().url() + ", "
                + world.published().size() + " articles are published there");
        out.println("the server answers at " + world.url());
        List<Question> given = given(options);
        long source = world.connect(Map.of());
        out.println("connected " + World.DOMAIN + " by OAuth as data source " + source);
        List<String> failures = new ArrayList<>(sync(source));
        failures.addAll(search(given.isEmpty() ? fromArticles() : given));
        invite(source);
        return failures;
    }

    /// Empty for articles that nobody wrote questions about.
    private List<Question> given(DemoOptions options) {
        if (options.queries() != null) {
            return QuestionFile.read(options.queries(), world.salesforce(), SEARCHES);
        }
        return options.corpus() == null ? QuestionFile.sample(world.salesforce(), SEARCHES) : List.of();
    }

    private List<String> sync(long source) {
        Progress progress =
                new Progress(out, System.console() != null && System.console().isTerminal());
        Progress.Stand stand = stand(source);
        long moved = System.nanoTime();
        while (!done(source)) {
            progress.show(stand);
            Await.pause(BETWEEN_LOOKS);
            Progress.Stand now = stand(source);
            moved = now.equals(stand) ? moved : System.nanoTime();
            stand = now;
            if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                return List.of("nothing moved for " + STANDSTILL.toMinutes() + " minutes; see the server's log");
            }
        }
        progress.finish(stand(source));
        return completeness();
    }

    private boolean done(long source) {
        String status = world.client().source(source).path("sync_status").asString();
        boolean listed = status.equals("READY") || status.equals("SYNC_ERROR");
        return listed && world.client().count("QUEUED_FOR_SYNC", "SYNCING") == 0;
    }

    private Progress.Stand stand(long source) {
        CarbonClient client = world.client();
        long searchable = client.count("READY");
        long stored = client.latest("SYNCING").stream()
                .filter(CarbonClient.File::embedded)
                .count();
        long fetched = client.count("SYNCING", "READY", "SYNC_ERROR");
        return new Progress.Stand(client.items(source), fetched, searchable + stored, searchable);
    }

    /// Everything that is published must be searchable, and nothing else.
    private List<String> completeness() {
        List<String> failures = new ArrayList<>();
        Set<String> published = world.published();
        Set<String> searchable = world.searchable();
        failures.addAll(difference("published, but not searchable", published, searchable));
        failures.addAll(difference("searchable, but not published", searchable, published));
        world.client().files("SYNC_ERROR", "SYNC_ABORTED").stream()
                .limit(NAMES_SHOWN)
                .forEach(file -> failures.add(file.name() + " is " + file.status() + ": " + file.error()));
        if (failures.isEmpty()) {
            out.println("all " + published.size() + " published articles are searchable");
        }
        return failures;
    }

    private static List<String> difference(String what, Set<String> these, Set<String> those) {
        Set<String> left = new TreeSet<>(these);
        left.removeAll(those);
        if (left.isEmpty()) {
            return List.of();
        }
        return List.of("%d %s: %s"
                .formatted(left.size(), what, left.stream().limit(NAMES_SHOWN).toList()));
    }

    private List<Question> fromArticles() {
        List<Question> questions = Phrases.choose(world.salesforce().bodies(), SEARCHES);
        if (questions.size() < SEARCHES) {
            out.println("only " + questions.size() + " questions could be made from what is published");
        }
        return questions;
    }

    private List<String> search(List<Question> questions) {
        List<String> failures = new ArrayList<>();
        if (questions.isEmpty()) {
            failures.add("no question could be made from what is published");
        }
        for (Question question : questions) {
            List<CarbonClient.Hit> hits = world.client().search(question.text(), HITS, question.byWords());
            int rank = question.rank(hits);
            print(question, hits, rank);
            if (rank == 0) {
                failures.add("the search \"" + question.text() + "\" did not find its article " + question.answers());
            }
        }
        return failures;
    }

    private void print(Question question, List<CarbonClient.Hit> hits, int rank) {
        out.println("\n? " + question.text());
        if (hits.isEmpty()) {
            out.println("  nothing was found");
            return;
        }
        CarbonClient.Hit shown = hits.get(Math.max(0, rank - 1));
        String place = rank == 0 ? "NOT the article asked for" : "hit " + rank + " of " + hits.size();
        out.printf("  %s  (%s, score %.4f)%n", shown.name(), place, shown.score());
        out.println("  " + Snippet.of(shown.content(), question.text()));
        out.println("  " + shown.url());
    }

    private void invite(long source) {
        String head =
                "curl -s -H 'Authorization: Bearer %s' -H 'customer-id: %s' -H 'Content-Type: application/json' %s"
                        .formatted(world.apiKey(), World.CUSTOMER, world.url());
        out.println("\nAPI key:      " + world.apiKey() + "   (customer-id: " + World.CUSTOMER + ")");
        out.println("server:       " + world.url() + "   (description of the API: " + world.url() + "/docs)");
        out.println("Salesforce:   " + world.salesforce().url() + "   (its articles, to read; as JSON: "
                + world.salesforce().url() + "/sim/articles)");
        out.println("\nGo on with:");
        out.println(head + "/embeddings -d '{\"query\": \"" + FIRST_QUERY + "\", \"k\": 3, \"hybrid_search\": true}'");
        out.println(head + "/user_files_v2 -d '{\"pagination\": {\"limit\": 3, \"offset\": 0}}'");
        out.println(head + "/integrations/items/sync -d '{\"data_source_id\": " + source + "}'");
    }
}
