package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program from outside: words, streams and exit status.
class AllotropeIT {
    @TempDir
    Path folder;

    private record Ended(int status, String out, String err) {}

    @Test
    void lists_the_words_when_it_does_not_know_one() throws Exception {
        Ended ended = run(Map.of(), "frobnicate");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("usage: ./allotrope WORD …")
                .contains("backup", "restore", "encryption-key", "serve");
    }

    @Test
    void a_server_with_an_option_that_nobody_reads_does_not_start() throws Exception {
        Ended ended = run(Map.of(), "serve", "--port", "9000");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("could not read \"--port\"; usage: ./allotrope serve, with settings in the"
                        + " environment (docs/configuration.md)\n");
    }

    @Test
    void prints_a_key_and_nothing_else() throws Exception {
        Ended ended = run(Map.of(), "encryption-key");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).matches("k\\d{14}:[A-Za-z0-9+/]{43}=\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void tells_in_a_sentence_why_the_server_cannot_start() throws Exception {
        Ended ended = run(Map.of("ALLOTROPE_SEARCH_URL", "http://search:9200"), "serve");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out() + ended.err())
                .contains(
                        "could not start: ALLOTROPE_SEARCH_URL is set, but an external search engine is not supported yet")
                .doesNotContain("\tat ");
    }

    @Test
    void names_the_setting_that_is_wrong_and_not_the_frameworks() throws Exception {
        Ended ended = run(Map.of("ALLOTROPE_PORT", "80000"), "serve");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out() + ended.err())
                .contains("could not start: ALLOTROPE_PORT is \"80000\"; it may be a number from 0 to 65535")
                .doesNotContain("server.port", "\tat ");
    }

    @Test
    void the_script_names_the_memory_that_is_none() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "../allotrope", "serve")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("ALLOTROPE_MAX_HEAP", "lots");

        assertThat(builder.start().waitFor()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("out")))
                .isEqualTo("could not start: ALLOTROPE_MAX_HEAP is \"lots\"; it may be a size such as 512m or 2g\n");
    }

    @Test
    void tells_in_a_sentence_why_a_backup_is_not_possible() throws Exception {
        Ended ended = run(Map.of("ALLOTROPE_DATABASE_URL", "postgres://nobody@nowhere/none"), "backup", "file");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("could not read ALLOTROPE_DATABASE_URL")
                .doesNotContain("\tat ");
    }

    @Test
    void an_operator_makes_an_organization_and_its_keys_and_prints_nothing_else() throws Exception {
        Ended created = run(Map.of(), "org", "create", "Acme");
        assertThat(created).isEqualTo(new Ended(0, "organization 1 Acme\n", ""));

        Ended key = run(Map.of(), "key", "create", "1", "laptop");
        assertThat(key.status()).as(key.err()).isZero();
        assertThat(key.out()).matches("key 1 of organization 1, shown only this once:\nallotrope_\\S+\n");
    }

    private Ended run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Allotrope.class.getName()));
        line.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("ALLOTROPE_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("ALLOTROPE_DATA_DIR", folder.resolve("data").toString());
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Ended(status, Files.readString(out), Files.readString(err));
    }
}
