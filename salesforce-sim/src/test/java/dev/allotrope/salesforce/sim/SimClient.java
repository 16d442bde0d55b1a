package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Talks to a running simulator as a client would.
final class SimClient {

    static final String REDIRECT = "https://app.example/integrations/salesforce";
    static final String DATA = "/services/data/v67.0";

    private final HttpClient http = HttpClient.newHttpClient();
    private final SalesforceSimulator simulator;
    private String token = "";

    SimClient(SalesforceSimulator simulator) {
        this.simulator = simulator;
        simulator.redirectUri(REDIRECT);
    }

    /// With a session, without going through the flow.
    SimClient loggedIn() {
        token = simulator.grants().openSession();
        return this;
    }

    /// With a session of a user, without going through the flow.
    SimClient loggedIn(String username) {
        token = simulator.grants().openSession(username);
        return this;
    }

    SimClient bearer(String accessToken) {
        token = accessToken;
        return this;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// With a header.
    HttpResponse<String> get(String path, String header, String value) {
        return send(request(path).header(header, value).GET());
    }

    HttpResponse<byte[]> bytes(String path) {
        return bytes(request(path).GET());
    }

    HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> form(String path, Map<String, String> form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form))));
    }

    HttpResponse<String> query(String soql) {
        return get(DATA + "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8));
    }

    HttpResponse<String> query(String soql, String options) {
        return send(request(DATA + "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8))
                .header("Sforce-Query-Options", options)
                .GET());
    }

    /// The records of the first page.
    List<JsonNode> records(String soql) {
        HttpResponse<String> answer = query(soql);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        List<JsonNode> records = new ArrayList<>();
        json(answer).get("records").forEach(records::add);
        return records;
    }

    static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    static String errorCode(HttpResponse<String> answer) {
        return json(answer).get(0).get("errorCode").asString();
    }

    static String message(HttpResponse<String> answer) {
        return json(answer).get(0).get("message").asString();
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
