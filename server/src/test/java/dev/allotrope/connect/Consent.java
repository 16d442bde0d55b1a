package dev.allotrope.connect;

import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.Switch;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The browser of an end user who follows an authorize link: the answer is what comes back to our callback address.
public final class Consent {
    private final SalesforceSimulator org;

    public Consent(SalesforceSimulator org) {
        this.org = org;
    }

    public Map<String, String> approve(URI link) {
        org.switches().set(Switch.AUTO_APPROVE, true);
        return callback(HttpRequest.newBuilder(link).build());
    }

    public Map<String, String> deny(URI link) {
        Map<String, String> form = new HashMap<>(parameters(link.getRawQuery()));
        form.put("decision", "deny");
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return callback(HttpRequest.newBuilder(
                        URI.create(link.toString().substring(0, link.toString().indexOf('?'))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static Map<String, String> callback(HttpRequest request) {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = browser.send(request, HttpResponse.BodyHandlers.ofString());
            String location = answer.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new AssertionError("no redirect: " + answer.body()));
            return parameters(URI.create(location).getRawQuery());
        } catch (IOException e) {
            throw new AssertionError("the org cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
