package dev.allotrope.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests and whole answers; redirects are answers too.
final class Http {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Http() {}

    /// An answer: its status, its text and where a redirect leads.
    record Answer(int status, String text, Optional<String> location, Map<String, List<String>> headers) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        /// The body of a success; anything else is an error that tells what came instead.
        JsonNode ok() {
            if (status != 200) {
                throw new IllegalStateException("got status " + status + ": " + text);
            }
            return json();
        }
    }

    static Answer get(URI address, Map<String, String> headers) {
        return send(request(address, headers).GET().build());
    }

    static Answer delete(URI address) {
        return send(request(address, Map.of()).DELETE().build());
    }

    static Answer postJson(URI address, Map<String, String> headers, Object body) {
        return json("POST", address, headers, body);
    }

    static Answer patchJson(URI address, Map<String, String> headers, Object body) {
        return json("PATCH", address, headers, body);
    }

    private static Answer json(String method, URI address, Map<String, String> headers, Object body) {
        return send(request(address, headers)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    static Answer postForm(URI address, String form) {
        return send(request(address, Map.of())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    /// The status, or empty when nobody answers.
    static Optional<Integer> status(URI address) {
        try {
            return Optional.of(get(address, Map.of()).status());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static HttpRequest.Builder request(URI address, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address).timeout(LIMIT);
        headers.forEach(builder::header);
        return builder;
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Location"),
                    response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException("could not reach " + request.uri().getAuthority(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "was interrupted while asking " + request.uri().getAuthority(), e);
        }
    }
}
