package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
    @Test
    void is_embedded_in_the_data_folder_unless_told_otherwise() {
        DatabaseSettings settings = DatabaseSettings.of(Map.of("ALLOTROPE_DATABASE_URL", " ")::get);

        assertThat(settings.external()).isEmpty();
        assertThat(settings.folder()).isEqualTo(Path.of("data").toAbsolutePath());
    }

    @Test
    void reads_an_external_url_and_does_not_print_its_password() {
        DatabaseSettings settings =
                DatabaseSettings.of(Map.of(
                        "ALLOTROPE_DATABASE_URL",
                        "jdbc:postgresql://db.example.com/knowledge?user=allotrope&password=hidden")::get);

        assertThat(settings.external().orElseThrow()).hasToString("db.example.com:5432/knowledge");
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void refuses_a_url_of_another_kind() {
        for (String url : new String[] {
            "postgres://allotrope:x@db/knowledge", "jdbc:mysql://db/knowledge", "jdbc:postgresql://db/knowledge"
        }) {
            Failure refused = catchThrowableOfType(
                    Failure.class, () -> DatabaseSettings.of(Map.of("ALLOTROPE_DATABASE_URL", url)::get));

            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_CONFIGURED);
            assertThat(refused)
                    .hasMessageContaining(
                            "write it as jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD");
        }
    }

    @Test
    void refuses_the_reserved_search_url() {
        Failure refused = catchThrowableOfType(
                Failure.class, () -> DatabaseSettings.of(Map.of("ALLOTROPE_SEARCH_URL", "http://search:9200")::get));

        assertThat(refused)
                .hasMessageContaining(
                        "ALLOTROPE_SEARCH_URL is set, but an external search engine is not supported yet");
    }
}
