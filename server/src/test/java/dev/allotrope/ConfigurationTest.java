package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// Holds `docs/configuration.md` to what the program reads.
class ConfigurationTest {
    private static final Pattern NAME = Pattern.compile("\\bALLOTROPE_[A-Z_]*[A-Z]\\b");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(ALLOTROPE_[A-Z_]+):-?([^}]+)}");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(ALLOTROPE_[A-Z_]+)` \\| .* \\| (.*) \\|$");

    private static final SourceTree TREE = SourceTree.read();

    @Test
    void the_page_names_what_the_program_reads_and_nothing_else() {
        TreeSet<String> read = new TreeSet<>();
        program()
                .forEach(file -> NAME.matcher(file.text())
                        .results()
                        .map(MatchResult::group)
                        .forEach(read::add));

        assertThat(documented().keySet()).containsExactlyElementsOf(read);
    }

    @Test
    void the_page_names_the_defaults_of_the_program() {
        Map<String, String> documented = documented();

        program()
                .flatMap(file -> PLACEHOLDER.matcher(file.text()).results())
                .forEach(placeholder -> assertThat(documented.get(placeholder.group(1)))
                        .as(placeholder.group(1))
                        .isEqualTo("`" + placeholder.group(2) + "`"));
    }

    @Test
    void defaults_are_these() {
        assertThat(documented())
                .containsEntry("ALLOTROPE_PORT", "`8000`")
                .containsEntry("ALLOTROPE_MANAGEMENT_PORT", "`8001`")
                .containsEntry("ALLOTROPE_MANAGEMENT_ADDRESS", "`127.0.0.1`")
                .containsEntry("ALLOTROPE_DATA_DIR", "`./data`")
                .containsEntry("ALLOTROPE_PUBLIC_URL", "`http://localhost:` and `ALLOTROPE_PORT`")
                .containsEntry("ALLOTROPE_RATE_LIMITS", "`default`")
                .containsEntry("ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS", "`false`")
                .containsEntry("ALLOTROPE_WEBHOOK_RETRY_DELAYS", "`10s,1m,10m`")
                .containsEntry("ALLOTROPE_DEV_HOUR_SECONDS", "`3600`")
                .containsEntry("ALLOTROPE_REMOVAL_GUARD_PERCENT", "`20`")
                .containsEntry("ALLOTROPE_REMOVAL_GUARD_FILES", "`25`")
                .containsEntry("ALLOTROPE_SALESFORCE_CALLS_PERCENT", "`20`")
                .containsEntry("ALLOTROPE_MAX_HEAP", "`1g`");
        assertThat(DatabaseSettings.of(name -> null))
                .isEqualTo(DatabaseSettings.of(Map.of("ALLOTROPE_DATA_DIR", "./data")::get));
    }

    @Test
    void empty_is_unset() {
        assertThat(DatabaseSettings.of(name -> " ")).isEqualTo(DatabaseSettings.of(name -> null));
    }

    @Test
    void the_reserved_name_is_refused() {
        assertThatThrownBy(() -> DatabaseSettings.of(Map.of("ALLOTROPE_SEARCH_URL", "http://search:9200")::get))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("could not start: ALLOTROPE_SEARCH_URL is set");
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOTROPE_PORT, server.port, 8000",
        "ALLOTROPE_MANAGEMENT_PORT, management.server.port, 8001",
        "ALLOTROPE_MANAGEMENT_ADDRESS, management.server.address, 127.0.0.1"
    })
    void names_of_ours_reach_the_framework(String name, String property, String byDefault) throws IOException {
        assertThat(environment(Map.of()).getProperty(property)).isEqualTo(byDefault);
        assertThat(environment(Map.of(name, "7")).getProperty(property)).isEqualTo("7");
    }

    private static StandardEnvironment environment(Map<String, Object> set) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        List.copyOf(environment.getPropertySources().stream().toList())
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addLast(new MapPropertySource("set", set));
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .forEach(environment.getPropertySources()::addLast);
        return environment;
    }

    /// The server and the script that starts it.
    private static Stream<SourceTree.Source> program() {
        return TREE.all()
                .filter(file -> file.path().startsWith("server/src/main/java/")
                        || file.path().equals("server/src/main/resources/application.yml")
                        || file.path().equals("allotrope"));
    }

    private static Map<String, String> documented() {
        try {
            String page = Files.readString(Path.of("..", "docs", "configuration.md"));
            Map<String, String> rows = new TreeMap<>();
            ROW.matcher(page).results().forEach(row -> rows.put(row.group(1), row.group(2)));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
