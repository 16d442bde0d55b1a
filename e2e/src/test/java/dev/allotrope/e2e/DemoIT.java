package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration over a small corpus, as a program: what it says and how it ends.
class DemoIT {
    private static final Path ARTICLES =
            Path.of(System.getProperty("allotrope.root"), "bench", "questions", "larkmere-articles.jsonl");
    private static final int PUBLISHED = 16;
    private static final int LIMIT_MINUTES = 5;

    @TempDir
    private Path folder;

    /// What a program printed, and its exit status.
    private record Ended(int status, String output) {}

    @Test
    void everything_that_is_published_is_found_and_the_status_is_0() throws Exception {
        Ended demo = demo("--corpus", corpus(), "--exit");

        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output())
                .contains("connected " + World.DOMAIN + " by OAuth")
                .contains("all " + PUBLISHED + " published articles are searchable")
                .containsPattern("API key: +[^ ]+ +\\(customer-id: " + World.CUSTOMER + "\\)")
                .contains("/embeddings -d '", "/user_files_v2 -d '", "/integrations/items/sync -d '")
                .doesNotContain("FAILED");
        assertThat(demo.output().lines().filter(line -> line.matches(".*\\(hit \\d+ of \\d+, score .*")))
                .hasSize(5);
    }

    @Test
    @Tag("slow")
    void a_search_that_does_not_find_its_article_is_told_and_the_status_is_1() throws Exception {
        Path questions = Files.writeString(folder.resolve("questions.jsonl"), """
                {"query": "error LM-4021, the bank no longer recognizes this connection", "relevant": ["bank-lm4021"]}
                {"query": "error LM-4036, the bank is not answering", "relevant": ["inv-send"]}
                """);

        Ended demo = demo("--corpus", corpus(), "--queries", questions.toString(), "--exit");

        assertThat(demo.status()).as(demo.output()).isEqualTo(1);
        assertThat(demo.output())
                .contains("(hit 1 of ", "NOT the article asked for", "FAILED: the search \"error LM-4036")
                .doesNotContain("FAILED: the search \"error LM-4021");
    }

    private String corpus() throws IOException {
        List<String> first = Files.readAllLines(ARTICLES).subList(0, PUBLISHED);
        return Files.write(folder.resolve("articles.jsonl"), first).toString();
    }

    private Ended demo(String... words) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Dallotrope.server.jar=" + System.getProperty("allotrope.server.jar"),
                                "-Dallotrope.simulator.jar=" + System.getProperty("allotrope.simulator.jar"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Demo.class.getName()),
                        Stream.of(words))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.destroy();
        }
    }
}
