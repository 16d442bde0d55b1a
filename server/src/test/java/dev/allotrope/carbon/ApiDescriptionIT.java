package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The description that the server gives of itself. `-Dgolden=update` writes it anew.
class ApiDescriptionIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final Path GOLDEN = Path.of("..", "docs", "openapi.json");

    @Test
    void the_description_is_the_one_that_was_reviewed() throws IOException {
        JsonMapper pretty =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String now = pretty.writeValueAsString(server.get("/openapi.json").json()) + "\n";
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, now);
        }

        assertThat(now).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void it_says_what_the_contract_says_of_a_field() {
        JsonNode schemas = server.get("/openapi.json").json().at("/components/schemas");
        JsonNode search = schemas.at("/GetEmbeddingDocumentsBody");

        assertThat(search.at("/required").toString()).isEqualTo("[\"k\"]");
        assertThat(search.at("/properties/k/minimum").asInt()).isEqualTo(1);
        assertThat(search.at("/properties/include_all_children/default").asBoolean(true))
                .isFalse();
        assertThat(schemas.at("/OAuthURLRequest/properties/chunk_size/default").asInt())
                .isEqualTo(1500);
        assertThat(schemas.at("/OAuthURLRequest/properties/chunk_size/anyOf/1/type")
                        .asString())
                .isEqualTo("null");
        assertThat(schemas.at("/OrderDir/enum").toString()).isEqualTo("[\"asc\",\"desc\"]");
        assertThat(schemas.at("/DocumentResponse/required").toString()).contains("\"vector\"");
    }

    @Test
    void it_says_which_credentials_a_call_needs() {
        JsonNode paths = server.get("/openapi.json").json().at("/paths");

        assertThat(paths.at("/~1user_files_v2/post/security").toString())
                .isEqualTo("[{\"accessToken\":[]},{\"apiKey\":[],\"customerId\":[]}]");
        assertThat(paths.at("/~1auth~1v1~1access_token/get/security").toString())
                .isEqualTo("[{\"apiKey\":[],\"customerId\":[]}]");
        assertThat(paths.at("/~1health/get").has("security")).isFalse();
    }

    @Test
    void a_page_shows_it() {
        assertThat(server.get("/docs").status()).isEqualTo(302);
        assertThat(server.get("/swagger-ui/index.html").status()).isEqualTo(200);
        assertThat(server.get("/swagger-ui/swagger-initializer.js").response().body())
                .contains("/openapi.json");
    }
}
