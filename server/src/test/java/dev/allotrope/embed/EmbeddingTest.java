package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {
    private static final Embedding EAST = new Embedding(new float[] {1, 0});
    private static final Embedding NORTH = new Embedding(new float[] {0, 1});

    @Test
    void a_unit_points_where_the_arrow_does() {
        assertThat(Embedding.unit(new float[] {3, 4}).values()).containsExactly(0.6f, 0.8f);
        assertThat(Embedding.unit(new float[] {1e-30f, 0}).values()).containsExactly(1, 0);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
    void what_points_nowhere_is_no_vector(float value) {
        assertThatThrownBy(() -> Embedding.unit(new float[] {value, value}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_mean_lies_between_and_has_length_one() {
        Embedding mean = Embedding.mean(List.of(EAST, NORTH));

        assertThat(mean.dot(mean)).isCloseTo(1, within(1e-6));
        assertThat(mean.dot(EAST)).isCloseTo(mean.dot(NORTH), within(1e-6));
        assertThat(Embedding.mean(List.of(EAST))).isEqualTo(EAST);
    }

    @Test
    void vectors_that_cancel_each_other_out_leave_the_first() {
        assertThat(Embedding.mean(List.of(NORTH, new Embedding(new float[] {0, -1}))))
                .isEqualTo(NORTH);
    }

    @Test
    void a_vector_leans_towards_another_by_its_share() {
        assertThat(EAST.leaning(NORTH, 0)).isEqualTo(EAST);
        assertThat(EAST.leaning(NORTH, 1)).isEqualTo(NORTH);
        assertThat(EAST.leaning(NORTH, 0.25).dot(EAST)).isCloseTo(3 / Math.sqrt(10), within(1e-6));
        assertThat(EAST.leaning(NORTH, 0.25).dot(NORTH)).isCloseTo(1 / Math.sqrt(10), within(1e-6));
        assertThat(EAST.leaning(new Embedding(new float[] {-1, 0}), 0.5)).isEqualTo(EAST);
    }
}
