package dev.allotrope.embed.remote;

import dev.allotrope.embed.Embedder.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST …/embeddings` of OpenAI, which many servers speak. Queries and passages are asked for alike.
///
/// @param dimensions asked for where the model can give several; null where it cannot
record OpenAiDialect(String path, String model, @Nullable Integer dimensions, Batches.Limit limit) implements Dialect {
    static final String PATH = "/embeddings";

    @Override
    public JsonNode request(List<String> texts, Purpose purpose) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("model", model);
        request.put("encoding_format", "float");
        if (dimensions != null) {
            request.put("dimensions", dimensions);
        }
        texts.forEach(request.putArray("input")::add);
        return request;
    }

    /// Entries say which text they are about; servers that leave that out answer in order.
    @Override
    public Vectors read(JsonNode answer, int texts) {
        JsonNode data = answer.path("data");
        if (!data.isArray() || data.size() != texts) {
            throw new MalformedAnswer("its answer has not one vector for each text");
        }
        float[][] arrows = new float[texts][];
        for (int i = 0; i < texts; i++) {
            int index = data.get(i).path("index").asInt(i);
            if (index < 0 || index >= texts || arrows[index] != null) {
                throw new MalformedAnswer("its answer has not one vector for each text");
            }
            arrows[index] = Dialect.arrow(data.get(i).path("embedding"));
        }
        List<float[]> all = new ArrayList<>(texts);
        Arrays.stream(arrows).map(Objects::requireNonNull).forEach(all::add);
        return new Vectors(all, answer.path("usage").path("total_tokens").asLong(0));
    }
}
