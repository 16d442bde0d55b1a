package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.allotrope.carbon.description.ApiDescription;
import dev.allotrope.carbon.wire.WireConverter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
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
    void it_says_what_every_call_does_and_what_every_field_means() {
        JsonNode api = server.get("/openapi.json").json();

        Map<String, JsonNode> said = new TreeMap<>(fields(api));
        calls(api).forEach(call -> said.put(call.key(), call.says()));
        List<String> silent = said.keySet().stream()
                .filter(name -> said.get(name).path("description").asString("").isBlank())
                .toList();

        assertThat(said).hasSizeGreaterThan(660);
        assertThat(silent).isEmpty();
        assertThat(calls(api))
                .extracting(call -> call.says().at("/summary").asString(""))
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }

    @Test
    void nothing_is_said_of_what_is_not_there() {
        JsonNode api = server.get("/openapi.json").json();
        Set<String> calls = new HashSet<>();
        calls(api).forEach(call -> {
            calls.addAll(List.of(call.key(), call.key() + ".title"));
            if (call.says().has("requestBody")) {
                calls.add(call.key() + ".example");
            }
        });
        api.at("/tags").forEach(tag -> calls.add("group." + tag.at("/name").asString()));
        Set<String> names = new HashSet<>(fields(api).keySet());
        fields(api).keySet().forEach(name -> names.add("*" + name.substring(name.indexOf('.'))));
        api.at("/components/schemas").propertyNames().forEach(names::add);

        assertThat(words("calls.properties")).containsExactlyInAnyOrderElementsOf(calls);
        assertThat(words("fields.properties"))
                .filteredOn(word -> !names.contains(word))
                .isEmpty();
    }

    @Test
    void every_example_is_a_body_that_the_call_takes() {
        JsonNode api = server.get("/openapi.json").json();
        WireConverter converter = new WireConverter();

        assertThat(bodies()).hasSizeGreaterThan(35).allSatisfy((key, type) -> {
            JsonNode body = call(api, key).at("/requestBody/content/application~1json");
            byte[] example = body.path("example").toString().getBytes(StandardCharsets.UTF_8);

            assertThatNoException().as(key).isThrownBy(() -> converter.read(type, null, new Sent(example)));
            assertThat(strangers(body.path("example"), body.path("schema"), api))
                    .as(key)
                    .isEmpty();
        });
    }

    private record Call(String key, JsonNode says) {}

    private static List<Call> calls(JsonNode api) {
        List<Call> calls = new ArrayList<>();
        api.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> calls.add(new Call(method.getKey() + path.getKey(), method.getValue()))));
        return calls;
    }

    private static JsonNode call(JsonNode api, String key) {
        return calls(api).stream()
                .filter(call -> call.key().equals(key))
                .findFirst()
                .orElseThrow()
                .says();
    }

    /// `Record.field` and `Parameter.name`.
    private static Map<String, JsonNode> fields(JsonNode api) {
        Map<String, JsonNode> fields = new TreeMap<>();
        api.at("/components/schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .properties()
                        .forEach(field -> fields.put(schema.getKey() + "." + field.getKey(), field.getValue())));
        calls(api)
                .forEach(call -> call.says()
                        .path("parameters")
                        .forEach(
                                one -> fields.put("Parameter." + one.at("/name").asString(), one)));
        return fields;
    }

    private static Set<String> words(String file) {
        Properties words = new Properties();
        try (InputStream in = ApiDescription.class.getResourceAsStream(file)) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words.stringPropertyNames();
    }

    /// The types of all bodies, by the key of their call.
    private static Map<String, Type> bodies() {
        Map<String, Type> bodies = new TreeMap<>();
        server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, handler) -> {
            for (MethodParameter parameter : handler.getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestBody.class)) {
                    String method = mapping.getMethodsCondition()
                            .getMethods()
                            .iterator()
                            .next()
                            .name();
                    mapping.getPatternValues()
                            .forEach(path -> bodies.put(
                                    method.toLowerCase(Locale.ROOT) + path, parameter.getGenericParameterType()));
                }
            }
        });
        return bodies;
    }

    /// Names in an example that its schema does not know: a reader would leave them alone.
    private static List<String> strangers(JsonNode example, JsonNode described, JsonNode api) {
        if (example.isArray()) {
            return example.valueStream()
                    .flatMap(one -> strangers(one, described.path("items"), api).stream())
                    .toList();
        }
        JsonNode reference = described.has("anyOf") ? described.at("/anyOf/0") : described;
        JsonNode schema =
                reference.has("$ref") ? api.at(reference.path("$ref").asString().substring(1)) : reference;
        if (!schema.has("properties")) {
            return List.of();
        }
        List<String> strangers = new ArrayList<>();
        example.properties().forEach(member -> {
            JsonNode field = schema.path("properties").path(member.getKey());
            if (field.isMissingNode()) {
                strangers.add(member.getKey());
            }
            strangers.addAll(strangers(member.getValue(), field, api));
        });
        return strangers;
    }

    private record Sent(byte[] content) implements HttpInputMessage {
        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders();
        }
    }

    @Test
    void a_page_shows_it() {
        assertThat(server.get("/docs").status()).isEqualTo(302);
        CarbonServer.Reply page = server.get("/swagger-ui/index.html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().body())
                .contains("<html lang=\"en\">", "<title>Allotrope: the API</title>", "name=\"viewport\"");
        assertThat(server.get("/swagger-ui/swagger-initializer.js").response().body())
                .contains("/openapi.json");
    }
}
