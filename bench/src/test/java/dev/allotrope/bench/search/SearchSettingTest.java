package dev.allotrope.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.bench.search.SearchSetting.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchSettingTest {
    private static final SearchSetting ONE = SearchSetting.of(1, 200_000, 500);
    private static final SearchSetting MANY = SearchSetting.of(1_000, 200, 500);

    @Test
    void without_a_word_all_usual_ones_are_measured() {
        assertThat(SearchSetting.with(words(""), List.of(ONE, MANY))).containsExactly(ONE, MANY);
    }

    @Test
    void a_size_that_is_given_is_measured_alone() {
        assertThat(SearchSetting.with(words("--tenants 30 --windows 20"), List.of(ONE, MANY)))
                .containsExactly(SearchSetting.of(30, 20, 500));
        assertThat(SearchSetting.with(words("--windows 20"), List.of(ONE, MANY)))
                .containsExactly(SearchSetting.of(1, 20, 500));
    }

    @Test
    void what_else_is_said_goes_for_all_and_each_has_a_folder_of_its_own() {
        List<String> words = words("search --parts idle,recall --queries 7 --keep here");

        assertThat(SearchSetting.with(words, List.of(ONE, MANY)))
                .containsExactly(
                        new SearchSetting(1, 200_000, 7, Set.of(Part.IDLE, Part.RECALL), Path.of("here/1x200000")),
                        new SearchSetting(1_000, 200, 7, Set.of(Part.IDLE, Part.RECALL), Path.of("here/1000x200")));
        assertThat(words).containsExactly("search");
    }

    @Test
    void its_words_say_all_of_it() {
        SearchSetting setting = new SearchSetting(3, 4, 5, Set.of(Part.CROWD, Part.MEMORY), Path.of("here"));

        assertThat(SearchSetting.with(new ArrayList<>(setting.words()), List.of(ONE, MANY)))
                .containsExactly(setting);
    }

    private static List<String> words(String line) {
        return new ArrayList<>(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
