package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.SMALL;
import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.embedded;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.near;
import static dev.allotrope.index.TestIndexed.random;
import static dev.allotrope.index.TestIndexed.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.library.document.TagFilter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the graph finds of the ten nearest, over clustered vectors and filters that admit a share of them. Holds the
/// choice to leave Lucene's shortcut through filtered graphs off.
final class RecallTest {
    private static final long SEED = 20261123;
    private static final int WINDOWS = 10_000;
    private static final int DIMENSIONS = 64;
    private static final int QUERIES = 50;
    private static final int K = 10;

    @TempDir
    private static Path folder;

    private static LuceneIndex index;
    private static final List<Embedding> QUESTIONS = new ArrayList<>();

    @BeforeAll
    static void build() {
        Random random = new Random(SEED);
        List<Embedding> centres = IntStream.range(0, 200)
                .mapToObj(i -> random(random, DIMENSIONS))
                .toList();
        index = new LuceneIndex(folder, InstantSource.system());
        List<DocumentChange> batch = new ArrayList<>();
        for (int document = 1; document <= WINDOWS; document++) {
            Embedding vector = near(random, centres.get(random.nextInt(centres.size())), 0.6);
            batch.add(tagged(
                    embedded(document, vector),
                    Map.of(
                            "share50", String.valueOf(random.nextInt(2)),
                            "share10", String.valueOf(random.nextInt(10)),
                            "share1", String.valueOf(random.nextInt(100)))));
            if (batch.size() == 500) {
                index.apply(TENANT, head(document), batch);
                batch.clear();
            }
        }
        for (int query = 0; query < QUERIES; query++) {
            QUESTIONS.add(near(random, centres.get(random.nextInt(centres.size())), 0.6));
        }
    }

    @AfterAll
    static void close() {
        index.close();
    }

    @ParameterizedTest(name = "{0} %")
    @ValueSource(ints = {100, 50, 10, 1})
    void at_least_95_of_100_nearest_are_found(int percent) {
        Filter filter = percent == 100
                ? Filter.NONE
                : new Filter(null, new TagFilter.Is("share" + percent, List.of("0"), false), null);
        int found = 0;
        try (Index.View view = index.view(TENANT)) {
            for (Embedding question : QUESTIONS) {
                Set<Hit> nearest =
                        new HashSet<>(view.nearest(new VectorQuery(question, SMALL, filter, K, Accuracy.EXACT)));
                nearest.retainAll(view.nearest(new VectorQuery(question, SMALL, filter, K, Accuracy.APPROXIMATE)));
                found += nearest.size();
            }
        }

        assertThat((double) found / (QUERIES * K)).as("recall, seed %d", SEED).isGreaterThanOrEqualTo(0.95);
    }
}
