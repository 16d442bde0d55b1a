package dev.allotrope.sync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.index.lucene.LuceneIndex;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A death at any boundary, then a restart, ends as if nothing had happened: the same rows in the library, the same in
/// the index, and no window embedded whose vector was there. Every [Scenario] × every boundary that its undisturbed
/// telling meets; a sample of it by default: `-Dseed=` takes another one, `-Dcrashes=` a larger one.
/// `-Dcrashes.only=` takes the scenarios whose names match, `-Dcrashes.part=2/5` every fifth boundary from the second
/// on.
class CrashIT {
    /// Deaths of a scenario in the sample.
    private static final int SAMPLE = Integer.getInteger("crashes", 1);
    private static final String ONLY = System.getProperty("crashes.only", ".*");
    private static final String[] PART =
            System.getProperty("crashes.part", "1/1").split("/");
    /// The gate takes the same each time.
    private static final long USUAL_SEED = 1;
    /// How far a second death is from the first, at most.
    private static final int SECOND = 60;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @TempDir
    static Path folder;

    private static LuceneIndex index;
    private static final AtomicInteger begun = new AtomicInteger();
    private static final AtomicInteger passed = new AtomicInteger();

    @BeforeAll
    static void open() {
        index = new LuceneIndex(folder, InstantSource.system());
    }

    @AfterAll
    static void close() {
        System.out.printf("CrashIT: %d deaths, %d of them changed nothing%n", begun.get(), passed.get());
        index.close();
    }

    @TestFactory
    Stream<DynamicTest> deaths_at_some_boundaries_change_nothing_in_the_end() {
        long seed = Long.getLong("seed", USUAL_SEED);
        Random random = new Random(seed);
        return scenarios().flatMap(scenario -> {
            Undisturbed undisturbed = undisturbed(scenario);
            int all = undisturbed.boundaries().size();
            return IntStream.range(0, SAMPLE).mapToObj(i -> {
                int first = 1 + random.nextInt(all);
                List<Integer> lives =
                        random.nextInt(3) > 0 ? List.of(first) : List.of(first, 1 + random.nextInt(SECOND));
                return test(scenario, undisturbed, lives);
            });
        });
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> a_death_at_any_boundary_changes_nothing_in_the_end() {
        int first = Integer.parseInt(PART[0]);
        int step = Integer.parseInt(PART[1]);
        return scenarios().flatMap(scenario -> {
            Undisturbed undisturbed = undisturbed(scenario);
            return IntStream.iterate(
                            first, last -> last <= undisturbed.boundaries().size(), last -> last + step)
                    .mapToObj(last -> test(scenario, undisturbed, List.of(last)));
        });
    }

    private static Stream<Scenario> scenarios() {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.name().matches(ONLY));
    }

    private record Undisturbed(List<String> boundaries, Held held) {}

    private static Undisturbed undisturbed(Scenario scenario) {
        Story story = new Story(database, index, List.of());
        scenario.tell(story);
        assertThat(story.witness.again()).as("%s, undisturbed", scenario).isEmpty();
        System.out.printf(
                "CrashIT: %s has %d boundaries%n", scenario, story.boundaries().size());
        return new Undisturbed(story.boundaries(), story.held());
    }

    private static DynamicTest test(Scenario scenario, Undisturbed undisturbed, List<Integer> lives) {
        int first = lives.getFirst();
        String name = "%s, killed at boundary %d of %d, %s%s"
                .formatted(
                        scenario,
                        first,
                        undisturbed.boundaries().size(),
                        undisturbed.boundaries().get(first - 1),
                        lives.size() > 1 ? ", and again at boundary " + lives.getLast() + " after the restart" : "");
        return DynamicTest.dynamicTest(name, () -> dies(scenario, undisturbed, lives, name));
    }

    private static void dies(Scenario scenario, Undisturbed undisturbed, List<Integer> lives, String name) {
        begun.incrementAndGet();
        Story story = new Story(database, index, lives);
        scenario.tell(story);

        // Documents are read ahead, so one telling may meet a few boundaries less than another.
        boolean survived = story.deaths() == 0 && story.boundaries().size() < lives.getFirst();
        assertThat(story.deaths()).as(name).isBetween(survived ? 0 : 1, lives.size());
        story.held()
                .parts()
                .forEach((part, lines) -> assertThat(lines)
                        .as("%s: %s", name, part)
                        .isEqualTo(undisturbed.held().parts().get(part)));
        assertThat(story.witness.again()).as("%s: windows embedded again", name).isEmpty();
        passed.incrementAndGet();
    }
}
