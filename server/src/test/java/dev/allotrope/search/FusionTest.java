package dev.allotrope.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.index.Hit;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.search.Fusion.By;
import dev.allotrope.search.Fusion.Fused;
import dev.allotrope.search.Fusion.Ranking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FusionTest {
    @Test
    void first_in_both_rankings_scores_one_of_61() {
        List<Fused> fused = Fusion.byRank(List.of(ranking(0.5, 1, 2), ranking(0.5, 1, 3)));

        assertThat(fused.getFirst().hit().document()).isEqualTo(new DocumentId(1));
        assertThat(fused.getFirst().score()).isCloseTo(0.0163934, within(1e-7));
    }

    @Test
    void found_by_both_beats_first_in_one() {
        assertThat(documents(Fusion.byRank(List.of(ranking(0.5, 1, 9), ranking(0.5, 2, 9)))))
                .containsExactly(9L, 1L, 2L);
    }

    @Test
    void weights_decide_between_rankings() {
        assertThat(documents(Fusion.byRank(List.of(ranking(0.3, 1, 2), ranking(0.7, 3, 4)))))
                .containsExactly(3L, 4L, 1L, 2L);
    }

    @Test
    void the_window_of_the_vector_hit_is_kept() {
        Hit byVector = new Hit(new DocumentId(1), 0, 3, 0.9);
        Hit byWords = new Hit(new DocumentId(1), 0, 0, 12);

        List<Ranking> rankings =
                List.of(new Ranking(By.WORDS, List.of(byWords), 0.5), new Ranking(By.MEANING, List.of(byVector), 0.5));

        assertThat(Fusion.byRank(rankings).getFirst().hit()).isEqualTo(byVector);
        assertThat(Fusion.byScore(rankings).getFirst().hit()).isEqualTo(byVector);
    }

    @Test
    void cosines_are_stretched_from_an_ordinary_one_to_the_first() {
        List<Hit> hits = scored(By.MEANING, 1, 0.9, 0.8, 0.7, 0.5).hits();

        assertThat(scores(new Ranking(By.MEANING, hits, 0.5, 0.7))).containsExactly(0.5, 0.25, 0.0, -0.25);
    }

    @Test
    void cosines_that_are_all_ordinary_are_stretched_from_the_last_to_the_first() {
        List<Hit> hits = scored(By.MEANING, 1, 0.9, 0.8, 0.7).hits();

        assertThat(scores(new Ranking(By.MEANING, hits, 1, 0.9))).containsExactly(1.0, 0.5, 0.0);
        assertThat(scores(new Ranking(By.MEANING, hits, 1))).containsExactly(1.0, 0.5, 0.0);
    }

    @Test
    void what_is_far_below_ordinary_keeps_its_order_and_loses_less_than_the_first_wins() {
        List<Hit> hits = scored(By.MEANING, 1, 0.9, 0.5, 0.1).hits();

        assertThat(scores(new Ranking(By.MEANING, hits, 1, 0.899)))
                .isSortedAccordingTo(Collections.reverseOrder())
                .doesNotHaveDuplicates()
                .allMatch(score -> score > -1);
    }

    @Test
    void a_query_whose_words_nobody_uses_is_left_to_its_meaning() {
        Ranking meaning = scored(By.MEANING, 0.5, 0.9, 0.8, 0.7);
        Ranking fewWords = new Ranking(By.WORDS, List.of(hit(3, 0.1), hit(2, 0.05)), 0.5);
        Ranking allWords = new Ranking(By.WORDS, List.of(hit(3, 0.9), hit(2, 0.05)), 0.5);

        assertThat(documents(Fusion.byScore(List.of(meaning, fewWords)))).containsExactly(1L, 2L, 3L);
        assertThat(documents(Fusion.byScore(List.of(meaning, allWords)))).containsExactly(3L, 1L, 2L);
    }

    @Test
    void one_leg_alone_keeps_its_order() {
        assertThat(documents(Fusion.byScore(List.of(scored(By.WORDS, 1, 0.9, 0.4, 0.1)))))
                .containsExactly(1L, 2L, 3L);
        assertThat(documents(Fusion.byScore(List.of(scored(By.MEANING, 1, 0.7, 0.7)))))
                .containsExactly(1L, 2L);
    }

    @Test
    void nothing_fuses_to_nothing() {
        assertThat(Fusion.byRank(List.of())).isEmpty();
        assertThat(Fusion.byRank(List.of(ranking(1)))).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void the_order_of_rankings_changes_nothing(long seed) {
        Random random = new Random(seed);
        List<Ranking> rankings = new ArrayList<>(IntStream.range(0, 2 + random.nextInt(4))
                .mapToObj(i -> randomRanking(random))
                .toList());
        List<Fused> byRank = Fusion.byRank(rankings);
        List<Fused> byScore = Fusion.byScore(rankings);

        Collections.shuffle(rankings, random);

        assertThat(Fusion.byRank(rankings)).isEqualTo(byRank);
        assertThat(Fusion.byScore(rankings)).isEqualTo(byScore);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_chunk_comes_once_and_scores_descend(long seed) {
        Random random = new Random(seed);
        List<Fused> fused = Fusion.byRank(List.of(randomRanking(random), randomRanking(random)));

        assertThat(documents(fused)).doesNotHaveDuplicates();
        assertThat(fused).extracting(Fused::score).isSortedAccordingTo(Collections.reverseOrder());
    }

    /// To six digits.
    private static List<Double> scores(Ranking ranking) {
        return Fusion.byScore(List.of(ranking)).stream()
                .map(fused -> Math.round(fused.score() * 1e6) / 1e6)
                .toList();
    }

    private static Ranking ranking(double weight, long... documents) {
        List<Hit> hits = new ArrayList<>();
        for (long document : documents) {
            hits.add(hit(document, 1));
        }
        return new Ranking(By.MEANING, hits, weight);
    }

    /// Documents 1, 2, … with these scores.
    private static Ranking scored(By by, double weight, double... scores) {
        return new Ranking(
                by,
                IntStream.range(0, scores.length)
                        .mapToObj(i -> hit(i + 1L, scores[i]))
                        .toList(),
                weight);
    }

    private static Hit hit(long document, double score) {
        return new Hit(new DocumentId(document), 0, 0, score);
    }

    private static Ranking randomRanking(Random random) {
        List<Long> documents = new ArrayList<>(
                IntStream.rangeClosed(1, 40).mapToObj(i -> (long) i).toList());
        Collections.shuffle(documents, random);
        return ranking(
                random.nextDouble(),
                documents.stream().limit(random.nextInt(30)).mapToLong(id -> id).toArray());
    }

    private static List<Long> documents(List<Fused> fused) {
        return fused.stream().map(each -> each.hit().document().value()).toList();
    }
}
