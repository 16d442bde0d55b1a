package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.OTHER;
import static dev.allotrope.index.TestIndexed.SMALL;
import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.id;
import static dev.allotrope.index.TestIndexed.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.DocumentChange.Remove;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Group;
import dev.allotrope.index.Hit;
import dev.allotrope.index.InMemoryIndex;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.index.TestIndexed;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// After the same random changes, the reference and Lucene find the same.
final class IndexEquivalenceTest {
    private static final int DOCUMENTS = 40;
    private static final int EVERYTHING = 1_000;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void lucene_finds_what_the_reference_finds(long seed) {
        Random random = new Random(seed);
        Index reference = new InMemoryIndex();
        try (LuceneIndex lucene = new LuceneIndex(folder, InstantSource.system())) {
            for (int batch = 1; batch <= 15; batch++) {
                List<DocumentChange> changes = changes(random);
                reference.apply(TENANT, head(batch), changes);
                lucene.apply(TENANT, head(batch), changes);
                assertSame(reference, lucene, random);
            }
        }
    }

    private static void assertSame(Index one, Index other, Random random) {
        try (Index.View expected = one.view(TENANT);
                Index.View actual = other.view(TENANT)) {
            for (int i = 0; i < 10; i++) {
                Filter filter = filter(random, expected.groups());
                LexicalQuery words =
                        new LexicalQuery(words(random, 4), pick(random, Match.values()), filter, EVERYTHING);
                EmbedderId embedder = random.nextBoolean() ? SMALL : OTHER;
                VectorQuery near =
                        new VectorQuery(vector(random, embedder), embedder, filter, EVERYTHING, Accuracy.EXACT);

                assertThat(names(actual.lexical(words))).as("%s", words).isEqualTo(names(expected.lexical(words)));
                assertThat(windows(actual.nearest(near))).as("%s", near).isEqualTo(windows(expected.nearest(near)));
            }
            assertThat(actual.groups()).containsAll(expected.groups());
        }
    }

    private static List<DocumentChange> changes(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> random.nextInt(4) == 0
                        ? (DocumentChange) new Remove(id(1 + random.nextInt(DOCUMENTS)))
                        : put(random))
                .toList();
    }

    private static Put put(Random random) {
        EmbedderId embedder = random.nextInt(3) == 0 ? OTHER : SMALL;
        List<IndexedChunk> chunks = IntStream.range(0, random.nextInt(4))
                .mapToObj(ordinal -> new IndexedChunk(
                        ordinal,
                        words(random, 6),
                        random.nextBoolean() ? List.of() : List.of(words(random, 1)),
                        IntStream.range(0, random.nextInt(4))
                                .mapToObj(window -> vector(random, embedder))
                                .toList()))
                .toList();
        return new Put(
                id(1 + random.nextInt(DOCUMENTS)),
                pick(random, "en_US", "de", "ja", "pl"),
                words(random, 2),
                tags(random),
                pick(random, "OPENAI", "COHERE"),
                embedder,
                chunks);
    }

    private static Filter filter(Random random, Set<Group> groups) {
        return new Filter(
                random.nextInt(3) != 0
                        ? null
                        : random.ints(15, 1, DOCUMENTS + 1)
                                .mapToObj(TestIndexed::id)
                                .collect(Collectors.toSet()),
                random.nextBoolean() ? null : tagFilter(random, 3),
                random.nextInt(3) != 0
                        ? null
                        : groups.stream().filter(group -> random.nextBoolean()).collect(Collectors.toSet()));
    }

    private static TagFilter tagFilter(Random random, int depth) {
        int kind = depth == 0 ? 2 : random.nextInt(3);
        if (kind == 2) {
            return new TagFilter.Is(
                    pick(random, "a", "b"),
                    List.of(pick(random, "1", "2"), pick(random, "2", "3")),
                    random.nextBoolean());
        }
        List<TagFilter> parts = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> tagFilter(random, depth - 1))
                .toList();
        return kind == 0 ? new TagFilter.AllOf(parts) : new TagFilter.AnyOf(parts);
    }

    private static Tags tags(Random random) {
        LinkedHashMap<String, Tags.Value> tags = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            tags.put("a", new Tags.Value.One(pick(random, "1", "2", "3")));
        }
        if (random.nextBoolean()) {
            tags.put("b", new Tags.Value.Many(List.of(pick(random, "1", "2", "3"), pick(random, "1", "2", "3"))));
        }
        return new Tags(tags);
    }

    /// Words that no analyzer stems, stops or cuts.
    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "q" + (char) ('a' + random.nextInt(20)) + "x")
                .collect(Collectors.joining(" "));
    }

    private static Embedding vector(Random random, EmbedderId embedder) {
        return random(random, embedder.equals(SMALL) ? 8 : 12);
    }

    private static Set<Map.Entry<Long, Integer>> names(List<Hit> hits) {
        return hits.stream()
                .map(hit -> Map.entry(hit.document().value(), hit.chunk()))
                .collect(Collectors.toSet());
    }

    private static List<String> windows(List<Hit> hits) {
        return hits.stream()
                .map(hit -> hit.document() + "/" + hit.chunk() + "/" + hit.window())
                .toList();
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return Stream.of(values).skip(random.nextInt(values.length)).findFirst().orElseThrow();
    }
}
