package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOptionsTest {
    @Test
    void reads_all_options(@TempDir Path folder) throws IOException {
        Path corpus = Files.createFile(folder.resolve("corpus.jsonl"));
        Path queries = Files.createFile(folder.resolve("queries.jsonl"));
        DemoOptions options =
                DemoOptions.parse(List.of("--corpus", corpus.toString(), "--exit", "--queries", queries.toString()));
        assertThat(options).isEqualTo(new DemoOptions(corpus, queries, true));
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--corpus", "/nowhere/articles.jsonl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--corpus")
                .hasMessageContaining("/nowhere/articles.jsonl");
    }

    @Test
    void an_unknown_word_and_an_option_without_its_file_show_the_usage() {
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--fast"))).hasMessageContaining("usage:");
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--queries"))).hasMessageContaining("usage:");
    }
}
