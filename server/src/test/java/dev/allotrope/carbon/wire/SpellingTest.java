package dev.allotrope.carbon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private static final Set<String> NAMES = Set.of("data_source_id", "file_ids", "k", "tags", "tags_v2", "query");

    @ParameterizedTest
    @CsvSource({
        "dataSourceId, data_source_id",
        "data-source-id, data_source_id",
        "fileIds, file_ids",
        "file_id, file_ids",
        "K, k",
        "qurey, query",
        "querry, query",
        "tagsV2, tags_v2",
        "tag, tags"
    })
    void a_name_in_another_style_or_with_a_slip_is_known(String written, String meant) {
        assertThat(Spelling.nearest(written, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "search", "customer_id", ""})
    void a_name_like_none_is_not_guessed(String written) {
        assertThat(Spelling.nearest(written, NAMES)).isEmpty();
    }

    @Test
    void a_very_long_name_is_not_compared() {
        assertThat(Spelling.nearest("query".repeat(1_000), NAMES)).isEmpty();
    }
}
