package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Several requests in one: `/composite/batch` and `/composite` (REST API guide, Composite Batch, and Send Multiple
/// Requests Using Composite). Subrequests only read.
final class CompositeApi {

    private static final int MAX_SUBREQUESTS = 25;
    private static final int MAX_QUERIES = 5;
    private static final Pattern REFERENCE = Pattern.compile("@\\{(\\w+)((?:\\.\\w+|\\[\\d+])*)}");
    private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d+)]");

    /// Answers one subrequest.
    interface Inner {
        Reply answer(Request request, CallKind kind);
    }

    /// Each subrequest counts as a call; the batch itself does not.
    Reply batch(Request request, Inner inner) {
        JsonNode body = body(request);
        JsonNode wanted = body.path("batchRequests");
        if (!isSeries(wanted)) {
            return Reply.error(400, "INVALID_BATCH_REQUEST", "a batch takes 1 to 25 subrequests");
        }
        boolean halts = body.path("haltOnError").asBoolean(false);
        List<Map<String, Object>> results = new ArrayList<>();
        boolean failed = false;
        for (JsonNode each : wanted) {
            Reply reply = halts && failed
                    ? Reply.error(412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request")
                    : subrequest(request, each, each.path("url").asString(""), inner);
            failed |= reply.status() >= 400;
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("statusCode", reply.status());
            result.put("result", Json.MAPPER.readTree(reply.body()));
            results.add(result);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hasErrors", failed);
        answer.put("results", results);
        return Reply.json(200, answer);
    }

    /// The whole series counts as one call; a later address may take a value from an earlier answer, `@{ref.member}`.
    Reply composite(Request request, Inner inner) {
        JsonNode body = body(request);
        JsonNode wanted = body.path("compositeRequest");
        if (!isSeries(wanted)) {
            return Reply.error(400, "INVALID_INPUT", "a composite request takes 1 to 25 subrequests");
        }
        long queries = wanted.valueStream()
                .map(each -> each.path("url").asString(""))
                .filter(url -> url.matches(".*/(query|composite/sobjects)\\b.*"))
                .count();
        if (queries > MAX_QUERIES) {
            return Reply.error(400, "INVALID_INPUT", "at most 5 subrequests may be queries or collections");
        }
        Map<String, JsonNode> answered = new LinkedHashMap<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (JsonNode each : wanted) {
            String reference = each.path("referenceId").asString("");
            Reply reply = subrequest(request, each, resolved(each.path("url").asString(""), answered), inner);
            JsonNode content = Json.MAPPER.readTree(reply.body());
            answered.put(reference, content);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("body", content);
            result.put("httpHeaders", Map.of());
            result.put("httpStatusCode", reply.status());
            result.put("referenceId", reference);
            results.add(result);
        }
        return Reply.json(200, Map.of("compositeResponse", results));
    }

    private static boolean isSeries(JsonNode wanted) {
        return wanted.isArray() && !wanted.isEmpty() && wanted.size() <= MAX_SUBREQUESTS;
    }

    /// What is no JSON has no subrequests.
    private static JsonNode body(Request request) {
        try {
            return request.json();
        } catch (JacksonException e) {
            return Json.object();
        }
    }

    private static Reply subrequest(Request outer, JsonNode each, String url, Inner inner) {
        String method = each.path("method").asString("GET");
        String path = url.startsWith("/services/data/") ? url : "/services/data/" + url.replaceAll("^/+", "");
        Request request = outer.inner(method, path.replace(" ", "%20"));
        CallKind kind = RestApi.kind(request);
        return switch (kind) {
            case BATCH, COMPOSITE, VERSIONS, VERSION_DATA, RICH_TEXT_IMAGE ->
                Reply.error(400, "INVALID_INPUT", "not supported in a composite request: " + path);
            default -> method.equals("GET") ? inner.answer(request, kind) : RestApi.notFound();
        };
    }

    private static String resolved(String url, Map<String, JsonNode> answered) {
        return REFERENCE.matcher(url).replaceAll(found -> {
            JsonNode node = answered.getOrDefault(found.group(1), Json.object());
            Matcher steps = STEP.matcher(found.group(2));
            while (steps.find()) {
                node = steps.group(1) == null ? node.path(Integer.parseInt(steps.group(2))) : node.path(steps.group(1));
            }
            return Matcher.quoteReplacement(URLEncoder.encode(node.asString(""), StandardCharsets.UTF_8));
        });
    }
}
