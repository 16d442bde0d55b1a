package dev.allotrope.search.rerank;

import dev.allotrope.embed.Embedder.Meter;
import dev.allotrope.embed.http.Patience;
import dev.allotrope.embed.http.ProviderCalls;
import dev.allotrope.embed.http.Reply;
import dev.allotrope.search.rerank.Reranker.Ranking.Failed;
import dev.allotrope.search.rerank.Reranker.Ranking.Ordered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST …/rerank`, in the form that Cohere and Jina share.
record HttpReranker(ProviderCalls calls, String path, String model, Patience patience) implements Reranker {
    @Override
    public Ranking rank(String query, List<String> texts, Meter meter) {
        return switch (calls.post(path, request(query, texts), patience)) {
            case Reply.Answered(JsonNode body) -> read(body, texts.size(), meter);
            case Reply.Limited(Duration _) -> new Failed(Outcome.LIMITED, "it limits the rate of requests");
            case Reply.Refused(String reason) -> new Failed(Outcome.REFUSED, reason);
            case Reply.Away(String reason) -> new Failed(Outcome.UNAVAILABLE, reason);
        };
    }

    private JsonNode request(String query, List<String> texts) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("model", model);
        request.put("query", query);
        request.put("top_n", texts.size());
        request.put("return_documents", false);
        texts.forEach(request.putArray("documents")::add);
        return request;
    }

    /// Jina charges tokens; Cohere charges by the search, of which the number of calls is kept.
    private static Ranking read(JsonNode answer, int texts, Meter meter) {
        JsonNode results = answer.path("results");
        meter.spent(answer.path("usage").path("total_tokens").asLong(0));
        List<Place> places = new ArrayList<>(texts);
        Set<Integer> seen = new HashSet<>();
        for (JsonNode result : results) {
            int index = result.path("index").asInt(-1);
            JsonNode score = result.path("relevance_score");
            if (index < 0 || index >= texts || !score.isNumber() || !seen.add(index)) {
                return malformed();
            }
            places.add(new Place(index, score.doubleValue()));
        }
        if (places.size() != texts) {
            return malformed();
        }
        places.sort(Comparator.comparingDouble(Place::score).reversed().thenComparingInt(Place::index));
        return new Ordered(List.copyOf(places));
    }

    private static Ranking malformed() {
        return new Failed(Outcome.UNAVAILABLE, "its answer does not rank each text once");
    }
}
