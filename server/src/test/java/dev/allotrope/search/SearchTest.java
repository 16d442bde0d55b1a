package dev.allotrope.search;

import static dev.allotrope.index.TestIndexed.OTHER;
import static dev.allotrope.index.TestIndexed.SMALL;
import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.by;
import static dev.allotrope.index.TestIndexed.document;
import static dev.allotrope.index.TestIndexed.embedded;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.id;
import static dev.allotrope.index.TestIndexed.inLanguage;
import static dev.allotrope.index.TestIndexed.ofModel;
import static dev.allotrope.index.TestIndexed.tagged;
import static dev.allotrope.index.TestIndexed.tenant;
import static dev.allotrope.index.TestIndexed.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.InMemoryIndex;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.search.Answer.Leg;
import dev.allotrope.search.Answer.Result;
import dev.allotrope.search.Query.Include;
import dev.allotrope.search.Query.Mode;
import dev.allotrope.search.Query.Restriction;
import dev.allotrope.search.Query.Subject;
import dev.allotrope.search.Query.Weights;
import dev.allotrope.tenant.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SearchTest {
    private static final Mode NEAREST = new Mode.Nearest();
    private static final Mode FUSED = new Mode.Fused(Weights.EQUAL);

    private final InMemoryIndex index = new InMemoryIndex();
    private final FakePassages passages = new FakePassages();
    private final FakeEmbedder english = new FakeEmbedder(SMALL, vector(1, 0), "en_US");
    private final FakeEmbedder multilingual = new FakeEmbedder(OTHER, vector(1, 0, 0), "en_US", "de");
    private final Map<EmbedderId, Embedder> known = new HashMap<>(Map.of(SMALL, english, OTHER, multilingual));
    private final Search search = search(tenant -> {});

    @Test
    void nearest_scores_by_cosine_without_rank() {
        hold(embedded(1, vector(3, 4)), embedded(2, vector(1, 0)));

        Answer answer = search.search(TENANT, query("question", NEAREST, 5));

        assertThat(documents(answer)).containsExactly(2L, 1L);
        assertThat(answer.results().getLast().score()).isCloseTo(0.6, within(1e-6));
        assertThat(answer.results()).extracting(Result::rank).containsOnlyNulls();
        assertThat(answer.results().getFirst().chunk().text()).isEqualTo("text2");
        assertThat(answer.legs()).containsExactly(Leg.VECTOR);
        assertThat(english.asked()).containsExactly(Map.entry("question", Purpose.QUERY));
    }

    @Test
    void fused_ranks_from_one_and_prefers_what_both_legs_found() {
        hold(embedded(1, vector(1, 0)), embedded(2, vector(1, 0.1)), embedded(3, vector(0, 1)));

        Answer answer = search.search(TENANT, query("text3 title3 text2", FUSED, 5));

        double cosine = vector(1, 0).dot(vector(1, 0.1));
        double ordinary = (1 + cosine + 0) / 3;
        double oneOfThreeWordsAndACode = 2.0 / 3;
        assertThat(documents(answer)).containsExactly(2L, 3L, 1L);
        assertThat(answer.results()).extracting(Result::rank).containsExactly(1, 2, 3);
        assertThat(answer.results().getFirst().score())
                .isCloseTo(
                        0.5 * (cosine - ordinary) / (1 - ordinary) + 0.5 * Fusion.WORDS * oneOfThreeWordsAndACode,
                        within(1e-6));
        assertThat(answer.legs()).containsExactly(Leg.VECTOR, Leg.LEXICAL);
    }

    @Test
    void a_query_is_embedded_as_the_documents_spell_it() {
        hold(document(1, "Password", new IndexedChunk(0, "text", List.of(), List.of(vector(1, 0)))));

        search.search(TENANT, query("my pasword please", NEAREST, 5));

        assertThat(english.asked()).containsExactly(Map.entry("my password please", Purpose.QUERY));
    }

    @Test
    void a_weight_of_one_asks_exactly_one_leg() {
        hold(embedded(1, vector(1, 0)), embedded(2, vector(0, 1)));

        Answer semantic = search.search(TENANT, query("text2", new Mode.Fused(new Weights(1, 0)), 5));
        Answer keyword = search.search(TENANT, query("text2", new Mode.Fused(new Weights(0, 1)), 5));

        assertThat(documents(semantic)).containsExactly(1L, 2L);
        assertThat(semantic.legs()).containsExactly(Leg.VECTOR);
        assertThat(semantic.results().getFirst().rank()).isEqualTo(1);
        assertThat(documents(keyword)).containsExactly(2L);
        assertThat(keyword.legs()).containsExactly(Leg.LEXICAL);
        assertThat(english.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void k_counts_distinct_chunks(int k) {
        hold(document(
                1,
                "three",
                new IndexedChunk(0, "a", List.of(), List.of(vector(1, 0), vector(1, 0))),
                new IndexedChunk(1, "b", List.of(), List.of(vector(1, 1))),
                new IndexedChunk(2, "c", List.of(), List.of(vector(0, 1)))));

        List<Result> results = search.search(TENANT, query("x", NEAREST, k)).results();

        assertThat(results).hasSize(k);
        assertThat(results).extracting(result -> result.chunk().ref()).doesNotHaveDuplicates();
    }

    @Test
    void documents_of_another_slug_are_not_found() {
        hold(embedded(1, vector(1, 0)), ofModel(embedded(2, vector(1, 0)), "COHERE"));

        assertThat(documents(search.search(TENANT, query("title1 title2", FUSED, 5))))
                .containsExactly(1L);
        assertThat(documents(search.search(TENANT, ofSlug("COHERE")))).containsExactly(2L);
    }

    @Test
    void a_slug_covers_all_embedders_that_its_documents_have() {
        hold(embedded(1, vector(1, 0)), by(embedded(2, vector(1, 0, 0)), OTHER));

        Answer answer = search.search(TENANT, query("x", NEAREST, 5));

        assertThat(documents(answer)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(answer.legs()).containsExactly(Leg.VECTOR);
        assertThat(answer.results()).extracting(Result::score).containsExactly(1.0, 1.0);
    }

    @Test
    void words_find_documents_in_languages_that_their_embedder_does_not_know() {
        hold(
                embedded(1, vector(1, 0)),
                inLanguage(embedded(2, vector(1, 0)), "de"),
                inLanguage(document(3, "ohne", "Rechnung bezahlen"), "de"),
                inLanguage(by(embedded(4, vector(0, 0, 1)), OTHER), "de"));

        Answer answer = search.search(TENANT, query("rechnung bezahlen", NEAREST, 5));

        assertThat(documents(answer)).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(answer.legs()).containsExactly(Leg.VECTOR, Leg.LEXICAL);
        assertThat(answer.results())
                .allSatisfy(result -> assertThat(result.score()).isBetween(-1.0, 1.0));
    }

    @Test
    void words_that_a_stranger_hardly_has_do_not_push_it_between_near_vectors() {
        hold(embedded(1, vector(1, 0)), inLanguage(document(2, "x", "bezahlen"), "de"));

        assertThat(documents(search.search(TENANT, query("rechnung heute online bezahlen", NEAREST, 5))))
                .containsExactly(1L);
    }

    @Test
    void a_tenant_of_unknown_languages_is_served_by_words_alone() {
        hold(inLanguage(document(1, "x", "rechnung"), "de"), inLanguage(document(2, "y", "rechnung bezahlen"), "de"));

        Answer answer = search.search(TENANT, query("wie rechnung jetzt online bezahlen", NEAREST, 5));

        assertThat(documents(answer)).containsExactly(2L, 1L);
        assertThat(answer.legs()).containsExactly(Leg.LEXICAL);
        assertThat(english.asked()).isEmpty();
    }

    @Test
    void documents_whose_embedder_is_gone_are_found_by_words() {
        hold(by(embedded(1, vector(1, 0, 0)), OTHER));
        known.remove(OTHER);

        Answer answer = search.search(TENANT, query("title1", NEAREST, 5));

        assertThat(documents(answer)).containsExactly(1L);
        assertThat(answer.legs()).containsExactly(Leg.LEXICAL);
    }

    @Test
    void documents_left_without_vectors_on_request_are_found_by_words_in_fusion_only() {
        hold(document(1, "router", "reset"));

        assertThat(documents(search.search(TENANT, query("router", NEAREST, 5))))
                .isEmpty();
        assertThat(documents(search.search(TENANT, query("router", FUSED, 5)))).containsExactly(1L);
    }

    @Test
    void a_vector_of_the_caller_is_matched_by_its_length() {
        hold(embedded(1, vector(1, 0)), by(embedded(2, vector(0, 1, 0)), OTHER));

        Answer answer = search.search(TENANT, byVector(new Embedding(new float[] {0, 5, 0})));

        assertThat(documents(answer)).containsExactly(2L);
        assertThat(answer.results().getFirst().score()).isCloseTo(1, within(1e-6));
        assertThat(english.asked()).isEmpty();
    }

    @Test
    void vectors_of_an_earlier_version_of_a_model_are_found_among_those_of_today() {
        EmbedderId former = new EmbedderId("small", "before");
        known.put(former, english);
        hold(embedded(1, vector(1, 0.2)), by(embedded(2, vector(1, 0)), former), embedded(3, vector(1, 0.5)));

        Answer words = search.search(TENANT, query("x", NEAREST, 5));

        assertThat(documents(words)).containsExactly(2L, 1L, 3L);
        assertThat(words.legs()).containsExactly(Leg.VECTOR);
        assertThat(english.asked()).hasSize(1);
        assertThat(documents(search.search(TENANT, byVector(vector(1, 0))))).containsExactly(2L, 1L, 3L);
    }

    @Test
    void a_vector_of_a_length_nobody_has_is_refused() {
        hold(embedded(1, vector(1, 0)));

        assertFails(ErrorCode.NOT_CONFIGURED, () -> search.search(TENANT, byVector(vector(1, 0, 0, 0))));
        assertFails(ErrorCode.REQUEST_INVALID, () -> search.search(TENANT, byVector(new Embedding(new float[2]))));
        assertFails(
                ErrorCode.REQUEST_INVALID,
                () -> search.search(TENANT, byVector(new Embedding(new float[] {Float.NaN, 1}))));
    }

    @Test
    void uploaded_vectors_as_long_as_the_models_are_found_by_meaning_among_them() {
        EmbedderId uploaded = EmbedderId.uploaded("OPENAI", 2);
        hold(embedded(1, vector(1, 0.2)), by(embedded(2, vector(1, 0)), uploaded), embedded(3, vector(1, 0.5)));

        Answer words = search.search(TENANT, query("x", NEAREST, 5));
        Answer byVector = search.search(TENANT, byVector(vector(1, 0)));

        assertThat(documents(words)).containsExactly(2L, 1L, 3L);
        assertThat(words.results()).extracting(Result::score).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(words.legs()).containsExactly(Leg.VECTOR);
        assertThat(english.asked()).hasSize(1);
        assertThat(documents(byVector)).containsExactly(2L, 1L, 3L);
    }

    @Test
    void uploaded_vectors_of_another_length_are_found_by_words_and_by_a_vector_of_that_length() {
        EmbedderId uploaded = EmbedderId.uploaded("OPENAI", 3);
        hold(embedded(1, vector(1, 0)), by(embedded(2, vector(0, 0, 1)), uploaded));

        assertThat(documents(search.search(TENANT, query("title2", NEAREST, 5))))
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(documents(search.search(TENANT, query("nothing", NEAREST, 5))))
                .containsExactly(1L);
        assertThat(documents(search.search(TENANT, byVector(vector(0, 0, 1))))).containsExactly(2L);
    }

    @Test
    void uploaded_vectors_of_a_model_that_is_not_here_are_found_by_a_vector_alone() {
        hold(by(ofModel(embedded(1, vector(0, 0, 1)), "SOLAR"), EmbedderId.uploaded("SOLAR", 3)));
        Restriction solar = new Restriction(null, null, "SOLAR");

        assertThat(documents(search.search(
                        TENANT,
                        new Query(
                                new Subject.Vector(vector(0, 0, 1)),
                                NEAREST,
                                solar,
                                5,
                                Accuracy.EXACT,
                                Include.CONTENT))))
                .containsExactly(1L);
        assertFails(ErrorCode.NOT_CONFIGURED, () -> search.search(TENANT, restricted(solar)));
    }

    @Test
    void filters_restrict_every_leg() {
        hold(tagged(embedded(1, vector(1, 0)), Map.of("tier", "gold")), embedded(2, vector(1, 0)));
        TagFilter gold = new TagFilter.Is("tier", List.of("gold"), false);

        assertThat(documents(search.search(TENANT, restricted(new Restriction(null, gold, null)))))
                .containsExactly(1L);
        assertThat(documents(search.search(TENANT, restricted(new Restriction(Set.of(id(2)), null, null)))))
                .containsExactly(2L);
        assertThat(documents(search.search(TENANT, restricted(new Restriction(Set.of(id(2)), gold, null)))))
                .isEmpty();
        assertThat(documents(search.search(TENANT, restricted(new Restriction(Set.of(), null, null)))))
                .isEmpty();
    }

    @Test
    void an_empty_index_answers_an_empty_list() {
        assertThat(search.search(TENANT, query("x", NEAREST, 5)).results()).isEmpty();
        assertThat(search.search(TENANT, query("x", FUSED, 5)).results()).isEmpty();
        assertThat(search.search(TENANT, byVector(vector(1, 0))).results()).isEmpty();
    }

    @Test
    void another_tenant_finds_nothing() {
        hold(embedded(1, vector(1, 0)));

        assertThat(search.search(tenant(2), query("text1", FUSED, 5)).results()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_library_no_longer_has_is_dropped_and_replaced(boolean fused) {
        for (int document = 1; document <= 30; document++) {
            hold(embedded(document, vector(1, document / 100.0)));
        }
        for (int document = 1; document <= 12; document++) {
            passages.delete(id(document));
        }

        Answer answer = search.search(TENANT, query("nothing", fused ? FUSED : NEAREST, 5));

        assertThat(documents(answer)).containsExactly(13L, 14L, 15L, 16L, 17L);
    }

    @Test
    void the_vector_of_the_best_window_comes_on_request() {
        hold(embedded(1, vector(0, 1), vector(1, 0.5)));
        Query with = new Query(
                new Subject.Words("x"), NEAREST, Restriction.NONE, 5, Accuracy.EXACT, Include.CONTENT_AND_VECTOR);

        assertThat(search.search(TENANT, with).results().getFirst().vector()).isEqualTo(vector(1, 0.5));
        assertThat(search.search(TENANT, query("x", NEAREST, 5))
                        .results()
                        .getFirst()
                        .vector())
                .isNull();
    }

    @Test
    void fusion_goes_on_with_words_while_the_model_is_down_and_nearest_says_so() {
        hold(embedded(1, vector(1, 0)));
        english.takeDown();

        Answer answer = search.search(TENANT, query("text1", FUSED, 5));

        assertThat(documents(answer)).containsExactly(1L);
        assertThat(answer.legs()).containsExactly(Leg.LEXICAL);
        assertThat(answer.away()).containsExactly("small");
        assertFails(ErrorCode.EMBEDDER_UNAVAILABLE, () -> search.search(TENANT, query("text1", NEAREST, 5)));
    }

    @Test
    void fusion_drops_only_the_model_that_is_down_and_words_stand_in_for_its_vectors() {
        hold(embedded(1, vector(1, 0)), embedded(2, vector(0, 1)), by(embedded(3, vector(1, 0, 0)), OTHER));
        Answer whole = search.search(TENANT, query("text3", FUSED, 5));
        multilingual.takeDown();

        Answer answer = search.search(TENANT, query("text3", FUSED, 5));

        assertThat(whole.away()).isEmpty();
        assertThat(answer.away()).containsExactly("other");
        assertThat(answer.legs()).containsExactly(Leg.VECTOR, Leg.LEXICAL);
        assertThat(documents(answer)).containsExactly(3L, 1L, 2L);
        assertThat(documents(search.search(TENANT, query("nothing", FUSED, 5)))).containsExactly(1L, 2L);
    }

    @Test
    void without_words_a_model_that_is_down_fails_the_search() {
        hold(embedded(1, vector(1, 0)), by(embedded(2, vector(1, 0, 0)), OTHER));
        multilingual.takeDown();

        assertFails(
                ErrorCode.EMBEDDER_UNAVAILABLE,
                () -> search.search(TENANT, query("text1", new Mode.Fused(new Weights(1, 0)), 5)));
        assertFails(ErrorCode.EMBEDDER_UNAVAILABLE, () -> search.search(TENANT, query("text1", NEAREST, 5)));
    }

    @Test
    void a_model_that_is_not_configured_is_refused() {
        assertFails(ErrorCode.NOT_CONFIGURED, () -> search.search(TENANT, ofSlug("VERTEX_MULTIMODAL")));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void k_out_of_range_is_refused(int k) {
        assertFails(ErrorCode.REQUEST_INVALID, () -> search.search(TENANT, query("x", NEAREST, k)));
    }

    @Test
    void more_searches_than_the_node_takes_are_refused_and_later_ones_served() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(Search.MAX_CONCURRENT);
        CountDownLatch go = new CountDownLatch(1);
        Search busy = search(tenant -> {
            inside.countDown();
            await(go);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Search.MAX_CONCURRENT; i++) {
                threads.execute(() -> busy.search(TENANT, query("x", NEAREST, 5)));
            }
            inside.await();
            assertFails(ErrorCode.OVERLOADED, () -> busy.search(TENANT, query("x", NEAREST, 5)));
            go.countDown();
        }

        assertThat(busy.search(TENANT, query("x", NEAREST, 5)).results()).isEmpty();
    }

    @Test
    void a_search_that_fails_gives_its_place_back() {
        Search rebuilding = search(tenant -> {
            throw new Failure(ErrorCode.INDEX_REBUILDING, "could not search: being built");
        });
        for (int i = 0; i <= Search.MAX_CONCURRENT; i++) {
            assertFails(ErrorCode.INDEX_REBUILDING, () -> rebuilding.search(TENANT, query("x", NEAREST, 5)));
        }
    }

    private Search search(Consumer<Tenant> freshness) {
        return new Search(freshness, index, passages, new KnownEmbedders(english, known), Costs.NONE);
    }

    private void hold(Put... puts) {
        index.apply(TENANT, head(1), List.of(puts));
        List.of(puts).forEach(passages::put);
    }

    private static Query query(String text, Mode mode, int k) {
        return new Query(new Subject.Words(text), mode, Restriction.NONE, k, Accuracy.APPROXIMATE, Include.CONTENT);
    }

    private static Query restricted(Restriction restriction) {
        return new Query(
                new Subject.Words("title1 title2"), FUSED, restriction, 5, Accuracy.APPROXIMATE, Include.CONTENT);
    }

    private static Query ofSlug(String slug) {
        return restricted(new Restriction(null, null, slug));
    }

    private static Query byVector(Embedding vector) {
        return new Query(
                new Subject.Vector(vector), NEAREST, Restriction.NONE, 5, Accuracy.APPROXIMATE, Include.CONTENT);
    }

    private static List<Long> documents(Answer answer) {
        return answer.results().stream()
                .map(result -> result.chunk().ref().document().value())
                .toList();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
