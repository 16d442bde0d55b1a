package dev.allotrope.embed.remote;

import dev.allotrope.embed.Embedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v2/embed` of Cohere, which has its own way to tell queries from passages.
record CohereDialect(String model) implements Dialect {
    /// Cohere takes 96 texts a request.
    private static final Batches.Limit LIMIT = new Batches.Limit(96, 96 * 512);

    @Override
    public String path() {
        return "/v2/embed";
    }

    @Override
    public Batches.Limit limit() {
        return LIMIT;
    }

    @Override
    public JsonNode request(List<String> texts, Purpose purpose) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("model", model);
        request.put("input_type", purpose == Purpose.QUERY ? "search_query" : "search_document");
        request.put("truncate", "END");
        request.putArray("embedding_types").add("float");
        texts.forEach(request.putArray("texts")::add);
        return request;
    }

    @Override
    public Vectors read(JsonNode answer, int texts) {
        JsonNode vectors = answer.path("embeddings").path("float");
        if (!vectors.isArray() || vectors.size() != texts) {
            throw new MalformedAnswer("its answer has not one vector for each text");
        }
        List<float[]> arrows = new ArrayList<>(texts);
        vectors.forEach(vector -> arrows.add(Dialect.arrow(vector)));
        return new Vectors(
                arrows,
                answer.path("meta").path("billed_units").path("input_tokens").asLong(0));
    }
}
