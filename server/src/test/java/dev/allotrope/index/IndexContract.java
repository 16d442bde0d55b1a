package dev.allotrope.index;

import static dev.allotrope.index.TestIndexed.OTHER;
import static dev.allotrope.index.TestIndexed.SMALL;
import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.by;
import static dev.allotrope.index.TestIndexed.document;
import static dev.allotrope.index.TestIndexed.embedded;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.id;
import static dev.allotrope.index.TestIndexed.inLanguage;
import static dev.allotrope.index.TestIndexed.near;
import static dev.allotrope.index.TestIndexed.random;
import static dev.allotrope.index.TestIndexed.tagged;
import static dev.allotrope.index.TestIndexed.tenant;
import static dev.allotrope.index.TestIndexed.vector;
import static dev.allotrope.index.TestIndexed.withTags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.DocumentChange.Remove;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every index keeps to.
public abstract class IndexContract {
    private static final long SEED = 20261126;

    private Index index;

    /// An index without documents.
    protected abstract Index empty();

    @BeforeEach
    void openEmpty() {
        index = empty();
    }

    @Test
    void an_empty_index_has_followed_nothing_and_finds_nothing() {
        assertThat(index.applied(TENANT)).isEmpty();
        assertThat(lexical("anything")).isEmpty();
        assertThat(nearest(vector(1, 0))).isEmpty();
        try (Index.View view = index.view(TENANT)) {
            assertThat(view.groups()).isEmpty();
        }
    }

    @Test
    void what_was_applied_is_found_at_once_and_its_head_is_known() {
        apply(7, document(1, "Router", "Reset the router by holding the button."));

        assertThat(index.applied(TENANT)).contains(head(7));
        assertThat(lexical("button")).extracting(Hit::document).containsExactly(id(1));
    }

    @Test
    void a_head_moves_without_changes() {
        apply(7, document(1, "Router", "Reset the router."));
        apply(9);

        assertThat(index.applied(TENANT)).contains(head(9));
        assertThat(lexical("router")).hasSize(1);
    }

    @Test
    void a_document_is_replaced_whole() {
        apply(1, document(1, "Router", "first chunk about routers", "second chunk about lamps"));
        apply(2, document(1, "Router", "only chunk about switches"));

        assertThat(lexical("lamps")).isEmpty();
        assertThat(lexical("chunk")).extracting(Hit::document, Hit::chunk).containsExactly(tuple(id(1), 0));
        assertThat(lexical("switches")).hasSize(1);
    }

    @Test
    void windows_of_a_replaced_document_are_gone() {
        apply(1, embedded(1, vector(1, 0), vector(0, 1)));
        apply(2, embedded(1, vector(0, 1)));

        assertThat(nearest(vector(1, 0)).getFirst().score()).isCloseTo(0, within(1e-6));
    }

    @Test
    void a_removed_document_is_gone_from_both_legs() {
        apply(1, embedded(1, vector(1, 0)), embedded(2, vector(1, 0)));
        apply(2, new Remove(id(1)));

        assertThat(nearest(vector(1, 0))).extracting(Hit::document).containsExactly(id(2));
        assertThat(lexical("text1")).isEmpty();
    }

    @Test
    void a_document_without_chunks_is_as_good_as_removed() {
        apply(1, document(1, "Router", "Reset the router."));
        apply(2, document(1, "Router", new IndexedChunk[0]));

        assertThat(lexical("router")).isEmpty();
    }

    @Test
    void applying_twice_changes_nothing() {
        apply(1, embedded(1, vector(1, 0)));
        apply(1, embedded(1, vector(1, 0)));

        assertThat(nearest(vector(1, 0))).hasSize(1);
        assertThat(lexical("text1")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void the_score_of_a_vector_hit_is_the_cosine(Accuracy accuracy) {
        apply(1, embedded(1, vector(3, 4)), embedded(2, vector(-1, 0)));

        List<Hit> hits = nearest(new VectorQuery(vector(1, 0), SMALL, Filter.NONE, 5, accuracy));

        assertThat(hits).extracting(Hit::document).containsExactly(id(1), id(2));
        assertThat(hits.getFirst().score()).isCloseTo(0.6, within(1e-6));
        assertThat(hits.getLast().score()).isCloseTo(-1, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void each_chunk_is_found_once_by_its_best_window_and_k_counts_chunks(Accuracy accuracy) {
        apply(
                1,
                document(
                        1,
                        "Two chunks",
                        new IndexedChunk(0, "a", List.of(), List.of(vector(0, 1), vector(1, 0), vector(1, 0.1))),
                        new IndexedChunk(1, "b", List.of(), List.of(vector(1, 1)))),
                embedded(2, vector(0, 1)));

        List<Hit> hits = nearest(new VectorQuery(vector(1, 0), SMALL, Filter.NONE, 2, accuracy));

        assertThat(hits).hasSize(2);
        assertThat(hits).extracting(Hit::document).containsExactly(id(1), id(1));
        assertThat(hits).extracting(Hit::chunk).containsExactly(0, 1);
        assertThat(hits).extracting(Hit::window).containsExactly(1, 0);
    }

    /// However the vectors are stored: a score must not depend on what else is in the index.
    @Test
    void of_windows_that_hardly_differ_the_best_one_gives_the_score() {
        Random random = new Random(SEED);
        Embedding question = random(random, 384);
        List<DocumentChange> chunks = new ArrayList<>();
        for (int document = 1; document <= 50; document++) {
            Embedding text = near(random, question, 0.8);
            chunks.add(embedded(document, text, near(random, text, 0.01), near(random, text, 0.01)));
        }
        index.apply(TENANT, head(1), chunks);

        List<Hit> exact = nearest(new VectorQuery(question, SMALL, Filter.NONE, 50, Accuracy.EXACT));
        List<Hit> approximate = nearest(new VectorQuery(question, SMALL, Filter.NONE, 50, Accuracy.APPROXIMATE));

        assertThat(approximate).as("seed %d", SEED).hasSize(50).isEqualTo(exact);
    }

    @Test
    void a_chunk_without_windows_is_found_by_words_alone() {
        apply(
                1,
                document(
                        1,
                        "Mixed",
                        new IndexedChunk(0, "alpha", List.of(), List.of()),
                        new IndexedChunk(1, "beta", List.of(), List.of(vector(1, 0))),
                        new IndexedChunk(2, "gamma", List.of(), List.of())));

        assertThat(nearest(vector(1, 0))).extracting(Hit::chunk).containsExactly(1);
        assertThat(lexical("gamma")).extracting(Hit::chunk).containsExactly(2);
        assertThat(lexical("alpha")).extracting(Hit::chunk).containsExactly(0);
    }

    @Test
    void vectors_of_two_embedders_never_meet() {
        apply(1, embedded(1, vector(1, 0)), by(embedded(2, vector(1, 0, 0)), OTHER));

        assertThat(nearest(vector(1, 0))).extracting(Hit::document).containsExactly(id(1));
        assertThat(nearest(new VectorQuery(vector(1, 0, 0), OTHER, Filter.NONE, 5, Accuracy.APPROXIMATE)))
                .extracting(Hit::document)
                .containsExactly(id(2));
        assertThat(nearest(new VectorQuery(
                        vector(1, 0), new EmbedderId("unheard", "of"), Filter.NONE, 5, Accuracy.APPROXIMATE)))
                .isEmpty();
    }

    @Test
    void more_matching_words_rank_higher_and_title_and_headings_count() {
        apply(
                1,
                document(1, "Printer", new IndexedChunk(0, "paper jam", List.of("Trays"), List.of())),
                document(2, "Printer", "unrelated"),
                document(3, "Scanner", "unrelated"));

        assertThat(lexical("printer paper")).extracting(Hit::document).containsExactly(id(1), id(2));
        assertThat(lexical("trays")).extracting(Hit::document).containsExactly(id(1));
    }

    @Test
    void most_words_have_to_match_when_that_is_asked() {
        apply(1, document(1, "A", "red green"), document(2, "B", "red"), document(3, "C", "grey"));

        List<Hit> most = lexical(new LexicalQuery("red green blue yellow", Match.MOST, Filter.NONE, 10));

        assertThat(most).extracting(Hit::document).containsExactly(id(1));
    }

    @Test
    void no_more_than_the_limit_is_answered() {
        apply(1, document(1, "A", "same", "same", "same"));

        assertThat(lexical(new LexicalQuery("same", Match.ANY, Filter.NONE, 2))).hasSize(2);
    }

    @Test
    void a_filter_of_documents_holds_for_both_legs() {
        apply(1, embedded(1, vector(1, 0)), embedded(2, vector(1, 0)), document(3, "title1 title2", "x"));
        Filter second = new Filter(Set.of(id(2), id(99)), null, null);

        assertThat(found(second)).containsExactlyInAnyOrder(2L, 2L);
        assertThat(found(new Filter(Set.of(), null, null))).isEmpty();
    }

    @Test
    void a_filter_of_tags_holds_for_both_legs() {
        SequencedMap<String, Tags.Value> many = new LinkedHashMap<>();
        many.put("channel", new Tags.Value.Many(List.of("web", "app")));
        apply(
                1,
                tagged(embedded(1, vector(1, 0)), Map.of("channel", "web", "tier", "gold")),
                withTags(embedded(2, vector(1, 0)), new Tags(many)),
                embedded(3, vector(1, 0)));
        TagFilter web = new TagFilter.Is("channel", List.of("web"), false);
        TagFilter app = new TagFilter.Is("channel", List.of("app", "fax"), false);
        TagFilter notGold = new TagFilter.Is("tier", List.of("gold"), true);

        assertThat(tags(web)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(tags(app)).containsExactly(2L);
        assertThat(tags(notGold)).containsExactlyInAnyOrder(2L, 3L);
        assertThat(tags(new TagFilter.AllOf(List.of(web, notGold)))).containsExactly(2L);
        assertThat(tags(new TagFilter.AnyOf(List.of(app, notGold)))).containsExactlyInAnyOrder(2L, 3L);
        assertThat(tags(new TagFilter.AllOf(List.of()))).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(tags(new TagFilter.AnyOf(List.of()))).isEmpty();
        assertThat(tags(new TagFilter.Is("chan", List.of("nel=web"), false))).isEmpty();
        assertThat(found(new Filter(null, web, null))).containsExactlyInAnyOrder(1L, 1L, 2L, 2L);
    }

    @Test
    void a_filter_of_groups_holds_for_both_legs() {
        Put german = inLanguage(embedded(2, vector(1, 0)), "de");
        apply(1, embedded(1, vector(1, 0)), german);
        Group group = new Group("OPENAI", SMALL, "de");

        assertThat(found(Filter.NONE.within(Set.of(group)))).containsExactlyInAnyOrder(2L, 2L);
        assertThat(found(Filter.NONE.within(Set.of()))).isEmpty();
        try (Index.View view = index.view(TENANT)) {
            assertThat(view.groups()).containsExactlyInAnyOrder(group, new Group("OPENAI", SMALL, "en_US"));
        }
    }

    @Test
    void a_document_without_vectors_is_in_a_group_without_embedder() {
        apply(1, document(1, "A", "b"));

        try (Index.View view = index.view(TENANT)) {
            assertThat(view.groups()).containsExactly(new Group("OPENAI", null, "en_US"));
        }
    }

    @Test
    void an_ordinary_window_has_the_mean_cosine() {
        apply(
                1,
                embedded(1, vector(1, 0), vector(0, 1)),
                embedded(2, vector(3, 4)),
                by(embedded(3, vector(1, 0, 0)), OTHER));

        try (Index.View view = index.view(TENANT)) {
            assertThat(view.ordinary(SMALL, vector(1, 0)).orElseThrow()).isCloseTo((1 + 0 + 0.6) / 3, within(1e-6));
            assertThat(view.ordinary(new EmbedderId("none", "cc"), vector(1, 0)))
                    .isEmpty();
        }
    }

    @Test
    void mistyped_words_become_those_that_are_written() {
        apply(1, document(1, "Router", "Forgot your password"), document(2, "Network", "synchronised"));

        assertThat(respelled("my Ruoter has no netwrok: pasword, synchronizd?", _ -> true))
                .isEqualTo("my router has no network: password, synchronised?");
        assertThat(respelled("the route has 14021 workers", _ -> true)).isEqualTo("the router has 14021 workers");
        assertThat(respelled("Router, routr and pasword", word -> word.equals("pasword")))
                .isEqualTo("Router, routr and password");
    }

    @Test
    void an_empty_index_respells_nothing() {
        assertThat(respelled("netwrok", _ -> true)).isEqualTo("netwrok");
    }

    @Test
    void a_view_does_not_change() {
        apply(1, document(1, "Router", "first"));
        try (Index.View view = index.view(TENANT)) {
            apply(2, new Remove(id(1)), document(2, "Router", "second"));

            assertThat(view.lexical(new LexicalQuery("router", Match.ANY, Filter.NONE, 5)))
                    .extracting(Hit::document)
                    .containsExactly(id(1));
        }
    }

    @Test
    void tenants_never_see_each_other() {
        index.apply(tenant(1), head(1), List.of(embedded(1, vector(1, 0))));
        index.apply(tenant(2), head(1), List.of(embedded(2, vector(1, 0))));
        index.apply(tenant(2), head(2), List.of(new Remove(id(1))));

        assertThat(nearest(vector(1, 0))).extracting(Hit::document).containsExactly(id(1));
        assertThat(lexical("text2")).isEmpty();
    }

    @Test
    void dropping_a_tenant_forgets_it_and_nobody_else() {
        index.apply(tenant(1), head(1), List.of(document(1, "Router", "x")));
        index.apply(tenant(2), head(1), List.of(document(1, "Router", "x")));
        index.drop(tenant(2));

        assertThat(index.applied(tenant(1))).contains(head(1));
        assertThat(index.applied(tenant(2))).isEmpty();
        try (Index.View view = index.view(tenant(2))) {
            assertThat(view.lexical(new LexicalQuery("router", Match.ANY, Filter.NONE, 5)))
                    .isEmpty();
        }
    }

    private String respelled(String text, Predicate<String> suspect) {
        try (Index.View view = index.view(TENANT)) {
            return view.respelled(text, suspect);
        }
    }

    protected final void apply(long position, DocumentChange... changes) {
        index.apply(TENANT, head(position), List.of(changes));
    }

    protected final List<Hit> lexical(String text) {
        return lexical(new LexicalQuery(text, Match.ANY, Filter.NONE, 10));
    }

    protected final List<Hit> lexical(LexicalQuery query) {
        try (Index.View view = index.view(TENANT)) {
            return view.lexical(query);
        }
    }

    protected final List<Hit> nearest(Embedding vector) {
        return nearest(new VectorQuery(vector, SMALL, Filter.NONE, 10, Accuracy.APPROXIMATE));
    }

    protected final List<Hit> nearest(VectorQuery query) {
        try (Index.View view = index.view(TENANT)) {
            return view.nearest(query);
        }
    }

    /// The documents that the nearest leg finds in both ways, which have to agree.
    private List<Long> tags(TagFilter filter) {
        Filter tags = new Filter(null, filter, null);
        List<Long> approximate =
                documents(nearest(new VectorQuery(vector(1, 0), SMALL, tags, 10, Accuracy.APPROXIMATE)));
        List<Long> exact = documents(nearest(new VectorQuery(vector(1, 0), SMALL, tags, 10, Accuracy.EXACT)));
        assertThat(exact).containsExactlyInAnyOrderElementsOf(approximate);
        return exact;
    }

    /// The documents that both legs find, one after the other.
    private List<Long> found(Filter filter) {
        List<Hit> words = lexical(new LexicalQuery("title1 title2 title3", Match.ANY, filter, 10));
        List<Hit> near = nearest(new VectorQuery(vector(1, 0), SMALL, filter, 10, Accuracy.APPROXIMATE));
        return java.util.stream.Stream.concat(documents(words).stream(), documents(near).stream())
                .toList();
    }

    private static List<Long> documents(List<Hit> hits) {
        return hits.stream().map(hit -> hit.document().value()).toList();
    }
}
