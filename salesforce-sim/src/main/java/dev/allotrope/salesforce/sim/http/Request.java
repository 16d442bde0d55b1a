package dev.allotrope.salesforce.sim.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request read whole. Header names are case-insensitive.
public record Request(String method, URI uri, Map<String, String> headers, byte[] body) {

    private static final String BEARER = "Bearer ";

    public static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
    }

    /// A request inside another one (composite batch), with the credentials of the outer.
    public Request inner(String innerMethod, String url) {
        return new Request(innerMethod, URI.create(url), headers, new byte[0]);
    }

    public String path() {
        return uri.getPath();
    }

    /// The segments of the path, without empty ones.
    public List<String> segments() {
        return List.of(path().split("/")).stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// The token of an `Authorization: Bearer` header.
    public Optional<String> bearer() {
        String header = header("Authorization");
        return header != null && header.startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()).trim())
                : Optional.empty();
    }

    public Map<String, String> query() {
        return decode(uri.getRawQuery());
    }

    public Map<String, String> form() {
        return decode(new String(body, StandardCharsets.UTF_8));
    }

    /// The body as JSON; an empty body is an empty object.
    public JsonNode json() {
        return body.length == 0 ? Json.object() : Json.MAPPER.readTree(body);
    }

    private static Map<String, String> decode(@Nullable String pairs) {
        Map<String, String> all = new HashMap<>();
        if (pairs == null || pairs.isEmpty()) {
            return all;
        }
        for (String pair : pairs.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            all.put(unescape(name), unescape(value));
        }
        return all;
    }

    private static String unescape(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
