package dev.allotrope.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.bench.Latencies;
import dev.allotrope.bench.Memory;
import dev.allotrope.bench.SeededEmbedder;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The measurement of searches in small: 20,000 windows with short texts and vectors as long as the real model's, and
/// the index alone.
class BenchTest {
    private static final Tenant TENANT = new Tenant(new OrganizationId(1), new CustomerId(1));
    private static final int DOCUMENTS = 2_000;
    private static final int CHUNKS = 10;
    private static final int BATCH = 100;
    private static final int SENTENCES = 2;
    private static final int QUERIES = 50;
    private static final int ROUNDS = 3;
    private static final int MANY_TENANTS = 200;
    private static final int FEW_DOCUMENTS = 5;
    private static final int K = 10;
    /// What a hybrid search asks both legs for.
    private static final int DEPTH = 200;

    private static final SeededEmbedder EMBEDDER = new SeededEmbedder(180, null);

    @TempDir
    private static Path folder;

    private static LuceneIndex index;
    private static List<String> queries;

    @BeforeAll
    static void fill() throws IOException {
        Texts texts = Texts.ofSampleOrg();
        queries = texts.queries(QUERIES);
        SplittableRandom random = new SplittableRandom(3);
        // With a clock that stands still nothing is committed for its age: a slow machine makes the segments of a fast
        // one.
        LuceneIndex filled = new LuceneIndex(folder, InstantSource.fixed(Instant.EPOCH));
        List<DocumentChange> batch = new ArrayList<>();
        for (int document = 1; document <= DOCUMENTS; document++) {
            batch.add(document(document, texts, random));
            if (batch.size() == BATCH) {
                filled.apply(TENANT, new Index.Head(new Position(document), "mark"), batch);
                batch.clear();
            }
        }
        filled.close();
        index = new LuceneIndex(folder, InstantSource.system());
    }

    @AfterAll
    static void close() {
        index.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_graph_finds_98_of_100_nearest_under_each_filter(Selectivity filter) {
        int found = 0;
        int wanted = 0;
        try (Index.View view = index.view(TENANT)) {
            for (String query : queries) {
                Set<Hit> exact = new HashSet<>(view.nearest(nearest(query, filter, K, Accuracy.EXACT)));
                wanted += exact.size();
                exact.retainAll(view.nearest(nearest(query, filter, K, Accuracy.APPROXIMATE)));
                found += exact.size();
            }
        }

        assertThat(wanted).isEqualTo(K * QUERIES);
        assertThat((double) found / wanted).isGreaterThanOrEqualTo(0.98);
    }

    /// Medians of several rounds, because a machine under test stands still at times and compiles at others.
    @ParameterizedTest
    @EnumSource
    void both_searches_of_the_index_take_at_most_three_times_the_bare_ones(Selectivity filter) throws Exception {
        Path files = folder.resolve(TENANT.organization().toString())
                .resolve(TENANT.customer().toString());
        try (BareLucene bare = new BareLucene(files, EMBEDDER.id().toString())) {
            Latencies alone = new Latencies();
            Latencies ours = new Latencies();
            for (int round = 0; round < ROUNDS; round++) {
                for (String query : queries) {
                    alone.time(() -> bare.search(query, EMBEDDER.vector(query).values(), filter.term()));
                    ours.time(() -> search(index, TENANT, query, filter));
                }
            }

            assertThat(ours.percentile(50)).isLessThanOrEqualTo(3 * alone.percentile(50));
        }
    }

    /// All of them open and searched once, which is more than they take when nobody ever does.
    @Test
    void a_tenant_that_nobody_searches_any_more_takes_at_most_100_kilobytes_of_heap(@TempDir Path files)
            throws Exception {
        Texts texts = Texts.ofSampleOrg();
        SplittableRandom random = new SplittableRandom(5);
        try (LuceneIndex many = new LuceneIndex(files, InstantSource.system())) {
            long before = Memory.heapLive();
            for (int number = 1; number <= MANY_TENANTS; number++) {
                Tenant tenant = new Tenant(new OrganizationId(1), new CustomerId(number));
                List<DocumentChange> documents = IntStream.rangeClosed(1, FEW_DOCUMENTS)
                        .<DocumentChange>mapToObj(id -> document(id, texts, random))
                        .toList();
                many.apply(tenant, new Index.Head(new Position(1), "mark"), documents);
                assertThat(search(many, tenant, queries.getFirst(), Selectivity.ALL))
                        .isPositive();
            }

            assertThat((Memory.heapLive() - before) / MANY_TENANTS).isLessThanOrEqualTo(100 << 10);
        }
    }

    private static int search(LuceneIndex index, Tenant tenant, String query, Selectivity filter) {
        Filter admitted = new Filter(null, filter.restriction().tags(), null);
        try (Index.View view = index.view(tenant)) {
            return view.lexical(new LexicalQuery(query, LexicalQuery.Match.ANY, admitted, DEPTH))
                            .size()
                    + view.nearest(nearest(query, filter, DEPTH, Accuracy.APPROXIMATE))
                            .size();
        }
    }

    private static VectorQuery nearest(String text, Selectivity filter, int limit, Accuracy accuracy) {
        return new VectorQuery(
                EMBEDDER.vector(text),
                EMBEDDER.id(),
                new Filter(null, filter.restriction().tags(), null),
                limit,
                accuracy);
    }

    private static Put document(int id, Texts texts, SplittableRandom random) {
        List<IndexedChunk> chunks = IntStream.range(0, CHUNKS)
                .mapToObj(ordinal -> {
                    String text = texts.next(random, SENTENCES);
                    return new IndexedChunk(ordinal, text, List.of(), List.of(EMBEDDER.vector(text)));
                })
                .toList();
        return new Put(
                new DocumentId(id),
                "en_US",
                "Article " + id,
                Tags.of(Selectivity.tags(random)),
                "OPENAI",
                EMBEDDER.id(),
                chunks);
    }
}
