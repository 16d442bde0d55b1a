package dev.allotrope.search.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.embed.Costs;
import dev.allotrope.embed.EmbedSettings;
import dev.allotrope.embed.http.Patience;
import dev.allotrope.embed.http.TestProvider;
import dev.allotrope.embed.http.TestProvider.Fault;
import dev.allotrope.embed.http.TestProvider.Request;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Contents.ChunkRef;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.search.Answer;
import dev.allotrope.search.Answer.Leg;
import dev.allotrope.search.Answer.Result;
import dev.allotrope.search.Query;
import dev.allotrope.search.rerank.Reranking.Reranked;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RerankingTest {
    private static final Tenant TENANT = Tenant.parse("1:2");
    private static final String COHERE = "COHERE_RERANK_MULTILINGUAL_V3";
    private static final Patience PATIENT = new Patience(Duration.ofSeconds(30), 0, Duration.ZERO);
    private static final Patience BRIEF = new Patience(Duration.ofMillis(1_000), 0, Duration.ZERO);

    private final TestProvider provider = new TestProvider();
    private final Map<String, String> set = Map.of(
            "ALLOTROPE_COHERE_API_KEY",
            TestProvider.KEY,
            "ALLOTROPE_COHERE_URL",
            provider.url("").toString(),
            "ALLOTROPE_JINA_API_KEY",
            TestProvider.KEY,
            "ALLOTROPE_JINA_URL",
            provider.url("/").toString());
    private final Rerankers rerankers = new Rerankers(new EmbedSettings(set::get), PATIENT);
    private final List<Query> searched = new ArrayList<>();
    private final List<Result> found = new ArrayList<>();
    private final List<String> charged = new ArrayList<>();

    @AfterEach
    void close() {
        rerankers.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "COHERE_RERANK_MULTILINGUAL_V3, /v2/rerank, rerank-multilingual-v3.0",
        "JINA_RERANKER_MULTILINGUAL_V2, /v1/rerank, jina-reranker-v2-base-multilingual",
        "JINA_MULTILINGUAL_BASE_V2, /v1/rerank, jina-reranker-v2-base-multilingual"
    })
    void the_order_is_the_rerankers(String name, String path, String model) {
        hold("the cake", "the router reset", "the router");

        Reranked reranked = search("router reset", 2, name);

        assertThat(texts(reranked)).containsExactly("the router reset", "the router");
        assertThat(reranked.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(reranked.answer().results()).extracting(Result::rank).containsExactly(1, 2);
        assertThat(reranked.answer().results().getFirst().score()).isBetween(0.6, 0.7);
        assertThat(reranked.answer().legs()).containsExactly(Leg.VECTOR);
        assertThat(provider.requests()).extracting(Request::path).containsExactly(path);
        assertThat(charged).containsExactly(model);
    }

    @Test
    void candidates_are_more_than_what_is_asked_for_and_not_without_an_end() {
        hold(IntStream.range(0, 120).mapToObj(i -> "text " + i).toArray(String[]::new));

        Reranked few = search("text", 1, COHERE);
        Reranked many = search("text", 110, COHERE);

        assertThat(searched).extracting(Query::k).containsExactly(50, 110);
        assertThat(texts(few)).containsExactly("text 49");
        assertThat(texts(many).subList(0, 2)).containsExactly("text 99", "text 98");
        assertThat(texts(many).subList(98, 102)).containsExactly("text 1", "text 0", "text 100", "text 101");
        assertThat(many.answer().results().get(109).rank()).isEqualTo(110);
        assertThat(provider.requests().getLast().body().path("documents").size())
                .isEqualTo(100);
    }

    @Test
    void a_reranker_is_shown_where_a_text_stands_and_how_it_begins() {
        found.add(result(0, "x".repeat(9_000), List.of("VPN", "Reset")));

        search("vpn", 1, COHERE);

        assertThat(provider.requests().getFirst().body().at("/documents/0").asString())
                .hasSize(Reranking.MAX_TEXT)
                .startsWith("VPN › Reset\nxxx");
    }

    @ParameterizedTest
    @CsvSource({"429, LIMITED", "500, UNAVAILABLE", "503, UNAVAILABLE", "401, REFUSED", "400, REFUSED", "302, REFUSED"})
    void a_reranker_that_fails_leaves_the_order_alone(int status, Outcome outcome) {
        hold("the cake", "the router reset");
        provider.nextStatus(status, Map.of("retry-after", "30"));

        Reranked reranked = search("router reset", 1, COHERE);

        assertThat(texts(reranked)).containsExactly("the cake");
        assertThat(reranked.outcome()).isEqualTo(outcome);
        assertThat(reranked.answer().results().getFirst().rank()).isNull();
        assertThat(reranked.answer().results().getFirst().score()).isEqualTo(1);
        assertThat(charged).isEmpty();
    }

    @Test
    void a_slow_reranker_is_not_waited_for() {
        hold("the cake", "the router reset");
        provider.next(new Fault.Silent());

        try (Rerankers hasty = new Rerankers(new EmbedSettings(set::get), BRIEF)) {
            Reranked reranked = search("router reset", 2, COHERE, hasty);

            assertThat(texts(reranked)).containsExactly("the cake", "the router reset");
            assertThat(reranked.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "<html>",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1}]}",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1}, {\"index\": 0, \"relevance_score\": 1}]}",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1}, {\"index\": 2, \"relevance_score\": 1}]}",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1}, {\"index\": 1}]}"
            })
    void an_answer_that_is_no_ranking_leaves_the_order_alone(String body) {
        hold("the cake", "the router reset");
        provider.next(new Fault.Status(200, Map.of(), body));

        Reranked reranked = search("router reset", 2, COHERE);

        assertThat(texts(reranked)).containsExactly("the cake", "the router reset");
        assertThat(reranked.outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void nothing_found_costs_nothing() {
        assertThat(search("router", 5, COHERE).answer().results()).isEmpty();
        assertThat(provider.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "COHERE_RERANK_MULTILINGUAL_V3, set ALLOTROPE_COHERE_API_KEY",
        "JINA_MULTILINGUAL_BASE_V2, set ALLOTROPE_JINA_API_KEY",
        "PONGO_RERANKER, ask for one of COHERE_RERANK_MULTILINGUAL_V3",
        "'', ask for one of"
    })
    void a_reranker_that_is_not_here_says_how_to_have_it(String name, String advice) {
        try (Rerankers none = new Rerankers(new EmbedSettings(setting -> null), BRIEF)) {
            assertThatThrownBy(() -> none.require(name))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                    .hasMessageContaining(advice);
        }
    }

    private Reranked search(String words, int k, String reranker) {
        return search(words, k, reranker, rerankers);
    }

    private Reranked search(String words, int k, String reranker, Rerankers with) {
        Query query = new Query(
                new Query.Subject.Words(words),
                new Query.Mode.Nearest(),
                Query.Restriction.NONE,
                k,
                Accuracy.APPROXIMATE,
                Query.Include.CONTENT);
        Costs costs = (organization, model) -> tokens -> charged.add(model);
        return new Reranking((tenant, asked) -> answer(asked), with, costs).search(TENANT, query, words, reranker);
    }

    private Answer answer(Query query) {
        searched.add(query);
        return new Answer(
                found.subList(0, Math.min(query.k(), found.size())),
                new LinkedHashSet<>(List.of(Leg.VECTOR)),
                new LinkedHashSet<>());
    }

    private void hold(String... texts) {
        for (int i = 0; i < texts.length; i++) {
            found.add(result(i, texts[i], List.of()));
        }
    }

    private static Result result(int index, String text, List<String> headings) {
        ChunkRef ref = new ChunkRef(new DocumentId(index + 1), 0);
        return new Result(new StoredChunk(ref, text, 0, text.length(), 1, headings, 1), 1.0 / (index + 1), null, null);
    }

    private static List<String> texts(Reranked reranked) {
        return reranked.answer().results().stream()
                .map(result -> result.chunk().text())
                .toList();
    }
}
