package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A day in the life of an org, by chance: its authors publish, edit, archive, unpublish, delete, translate,
/// classify and attach files while it is synced, calls fail, sessions end and the server is killed. What comes when is
/// the seed's; how
/// far the server is meanwhile is not.
final class Soak {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(3);
    private static final int MOST_ARTICLES = 40;
    private static final List<String> LANGUAGES = List.of("de", "fr", "ja");

    private final Customer customer;
    private final ServerProcess server;
    private final AuthoredOrg authors;
    private final List<String> faults;
    private final long seed;
    private final Random random;
    private final List<String> names = new ArrayList<>();
    /// How often each thing was done.
    private final Map<String, Integer> done = new TreeMap<>();

    Soak(Customer customer, ServerProcess server, long seed) {
        this.customer = customer;
        this.server = server;
        this.authors = customer.authors();
        this.faults = authors.org().knownFaults();
        this.seed = seed;
        this.random = new Random(seed);
        for (int i = 0; i < AuthoredOrg.ARTICLES; i++) {
            names.add(AuthoredOrg.name(i));
        }
        names.addAll(List.of("never", "former"));
    }

    /// Lets that last for a time with so many kills in it, and then waits until we hold what is published. While the
    /// server starts again time does not count: however long that takes, as much happens between two kills.
    void last(Duration time, int kills) {
        Duration lived = Duration.ZERO;
        long since = System.nanoTime();
        int killed = 0;
        for (int step = 0; lived.plus(passed(since)).compareTo(time) < 0; step++) {
            Duration now = lived.plus(passed(since));
            if (now.compareTo(time.multipliedBy(killed + 1).dividedBy(kills + 1)) > 0) {
                server.kill();
                author();
                server.restart();
                lived = now;
                since = System.nanoTime();
                killed++;
                System.out.printf("soak: kill %d after %d s, %s%n", killed, lived.toSeconds(), done);
            }
            something();
            if (step % 20 == 0) {
                customer.requireDiscretion();
            }
            Await.pause(PAUSE);
        }
        long quiet = System.nanoTime();
        authors.org().clearFaults();
        request();
        Await.untilNothing("that differs from what is published, seed " + seed, QUIET_LIMIT, this::difference);
        customer.requireDiscretion();
        assertThat(server.log()).doesNotContainPattern(AuthoredOrg.MARK);
        System.out.printf(
                "soak: seed %d, %d s, %d kills, %d calls met a fault, done %s; after %d s of quiet all %d published"
                        + " articles and files are ours, out of %d articles there ever were%n",
                seed,
                time.toSeconds(),
                killed,
                authors.org().faultsMet(),
                done,
                passed(quiet).toSeconds(),
                authors.names().size(),
                names.size());
    }

    /// What the last faults led to may show late.
    private String difference() {
        if (customer.isShutOut()) {
            request();
        }
        return customer.difference();
    }

    private static Duration passed(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void something() {
        switch (random.nextInt(12)) {
            case 0 -> fault();
            case 1 -> sessions();
            case 2 -> request();
            default -> author();
        }
    }

    private void did(String what) {
        done.merge(what, 1, Integer::sum);
    }

    private void fault() {
        did("fault planned");
        String fault = faults.get(random.nextInt(faults.size()));
        authors.org()
                .fault(Map.of(
                        "fault",
                        fault,
                        "skip",
                        random.nextInt(4),
                        "times",
                        1 + random.nextInt(3),
                        "delay_ms",
                        random.nextInt(500)));
    }

    private void sessions() {
        did("sessions ended");
        if (random.nextInt(3) == 0) {
            did("fault planned for tokens");
            authors.org().fault(Map.of("fault", faults.get(random.nextInt(faults.size())), "on", "token"));
        }
        authors.org().expireSessions();
    }

    /// Somebody wants everything listed, or the account connected again when it has to be.
    private void request() {
        if (!server.alive()) {
            return;
        }
        if (customer.isShutOut()) {
            authors.org().clearFaults();
            customer.reconnect();
            did("connected again");
        }
        customer.sync();
        did("listing asked for");
    }

    private void author() {
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(16)) {
            case 0, 1 -> createOr(name);
            case 2, 3, 4 -> tried("edit", authors.tryEdit(name, "en_US"));
            case 5 -> tried("edit of a translation", authors.tryEdit(name, language()));
            case 6 -> tried("draft", authors.tryDraft(name));
            case 7 -> tried("translation", authors.tryTranslate(name, language()));
            case 8 -> tried("archive", authors.tryTo(name, "archive", language(name)));
            case 9 -> {
                String action = random.nextBoolean() ? "unpublish" : "publish";
                tried(action, authors.tryTo(name, action, language(name)));
            }
            case 10 -> {
                tried("restore", authors.tryTo(name, "restore", Map.of()));
                tried("publish", authors.tryTo(name, "publish", Map.of()));
            }
            case 11, 12 -> tried("file", authors.tryFile(name, random.nextInt(3)));
            case 13 ->
                tried("categories", authors.tryTo(name, "categorize", AuthoredOrg.categories(random.nextInt(5))));
            case 14 -> tried("labels", authors.tryRelabel(name, random.nextInt(1_000)));
            default -> rarely(name);
        }
    }

    /// Counts what the state of the org allowed.
    private void tried(String what, boolean allowed) {
        did(allowed ? what : what + " (refused)");
    }

    private void createOr(String name) {
        if (names.size() < MOST_ARTICLES) {
            String newcomer = "newcomer-" + names.size();
            authors.create(newcomer, random.nextInt(5) == 0 ? "Draft" : "Online", List.of(random.nextInt(5)));
            names.add(newcomer);
            did("create");
        } else {
            tried("edit", authors.tryEdit(name, "en_US"));
        }
    }

    private void rarely(String name) {
        switch (random.nextInt(2)) {
            case 0 -> {
                tried("archive", authors.tryTo(name, "archive", Map.of()));
                tried("delete", authors.tryTo(name, "delete", Map.of()));
            }
            default ->
                tried(
                        "delete of a translation",
                        authors.tryTo(name, "delete_translation", Map.of("language", language())));
        }
    }

    private String language() {
        return LANGUAGES.get(random.nextInt(LANGUAGES.size()));
    }

    /// All languages of an article, or one.
    private Map<String, ?> language(String name) {
        return random.nextInt(3) == 0 ? Map.of("language", name.length() % 2 == 0 ? language() : "en_US") : Map.of();
    }
}
