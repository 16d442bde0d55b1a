package dev.allotrope.salesforce.sim.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A whole answer.
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final String JSON = "application/json;charset=UTF-8";
    private static final String HTML = "text/html;charset=UTF-8";

    public static Reply json(int status, Object value) {
        return new Reply(status, JSON, Json.MAPPER.writeValueAsBytes(value), Map.of());
    }

    public static Reply json(byte[] body) {
        return new Reply(200, JSON, body, Map.of());
    }

    public static Reply bytes(String contentType, byte[] body) {
        return new Reply(200, contentType, body, Map.of());
    }

    public static Reply html(int status, String page) {
        return new Reply(status, HTML, page.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Reply text(int status, String text) {
        return new Reply(status, HTML, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Reply redirect(String location) {
        return new Reply(302, HTML, new byte[0], Map.of("Location", location));
    }

    /// An error of the REST API: an array of one error (REST API guide, Status Codes and Error Responses).
    public static Reply error(int status, String errorCode, String message) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("errorCode", errorCode);
        return json(status, List.of(error));
    }

    public boolean isJson() {
        return contentType.equals(JSON);
    }

    /// Whether the body is text that compresses.
    public boolean isText() {
        return contentType.equals(JSON) || contentType.equals(HTML);
    }

    public Reply with(byte[] other) {
        return new Reply(status, contentType, other, headers);
    }

    public Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, contentType, body, all);
    }
}
