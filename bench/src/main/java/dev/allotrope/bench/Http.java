package dev.allotrope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON over HTTP; every answer that is no success ends the measurement.
final class Http {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();

    private Http() {}

    static JsonNode get(String address, Map<String, String> headers) {
        return JSON.readTree(send(request(address, headers).GET().build()));
    }

    static JsonNode post(String address, Map<String, String> headers, Object body) {
        return JSON.readTree(send(request(address, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build()));
    }

    static void delete(String address) {
        send(request(address, Map.of()).DELETE().build());
    }

    /// Opens a page, redirects followed, as a browser does.
    static void open(String address) {
        send(request(address, Map.of()).GET().build());
    }

    private static HttpRequest.Builder request(String address, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(address)).timeout(LIMIT);
        headers.forEach(builder::header);
        return builder;
    }

    private static String send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        request.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("could not reach " + request.uri().getAuthority(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was interrupted while asking " + request.uri().getAuthority(), e);
        }
    }
}
