package dev.allotrope.embed.remote;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.embed.http.Patience;
import dev.allotrope.embed.http.ProviderCalls;
import dev.allotrope.embed.http.Reply;
import dev.allotrope.embed.remote.Dialect.MalformedAnswer;
import dev.allotrope.embed.remote.Dialect.Vectors;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A model that a provider runs.
public final class RemoteEmbedder implements Embedder {
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /// Providers refuse empty texts; what has no words gets the vector of this.
    private static final String NOTHING = "-";

    private final ProviderCalls calls;
    private final Dialect dialect;
    private final RemoteModel model;
    private final EmbedderId id;
    private final Meter meter;

    RemoteEmbedder(ProviderCalls calls, Dialect dialect, RemoteModel model) {
        this(calls, dialect, model, tokens -> {});
    }

    private RemoteEmbedder(ProviderCalls calls, Dialect dialect, RemoteModel model, Meter meter) {
        this.calls = calls;
        this.dialect = dialect;
        this.model = model;
        this.id = model.id();
        this.meter = meter;
    }

    @Override
    public Embedder metered(Meter to) {
        return new RemoteEmbedder(calls, dialect, model, to);
    }

    @Override
    public EmbedderId id() {
        return id;
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    @Override
    public int windowTokens() {
        return model.windowTokens();
    }

    @Override
    public int tokens(String text) {
        return TokenCount.of(text);
    }

    @Override
    public boolean knows(String language) {
        return model.languages().know(language);
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        List<String> given = texts.stream()
                .map(text -> TokenCount.cut(
                        model.prefixes().before(text.isBlank() ? NOTHING : text, purpose), model.maxTokens()))
                .toList();
        Patience patience = purpose == Purpose.QUERY ? Patience.PROMPT : Patience.BULK;
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        for (List<String> batch : Batches.of(given, dialect.limit(), TokenCount::of)) {
            embeddings.addAll(embeddings(batch, purpose, patience));
        }
        return embeddings;
    }

    private List<Embedding> embeddings(List<String> batch, Purpose purpose, Patience patience) {
        JsonNode answer = ask(dialect.request(batch, purpose), patience);
        try {
            Vectors vectors = dialect.read(answer, batch.size());
            meter.spent(vectors.tokens());
            return vectors.arrows().stream().map(this::embedding).toList();
        } catch (MalformedAnswer e) {
            throw unavailable(String.valueOf(e.getMessage()), Retry.after(PAUSE));
        }
    }

    private Embedding embedding(float[] arrow) {
        if (arrow.length != model.dimensions()) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    describe("its vectors have length " + arrow.length + " and not the " + model.dimensions()
                            + " that are configured"));
        }
        try {
            return Embedding.unit(arrow);
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer("its answer has a vector without direction");
        }
    }

    private JsonNode ask(JsonNode request, Patience patience) {
        return switch (calls.post(dialect.path(), request, patience)) {
            case Reply.Answered(JsonNode body) -> body;
            case Reply.Limited(Duration wait) ->
                throw new Failure(
                        ErrorCode.EMBEDDER_RATE_LIMITED,
                        describe("it limits the rate of requests; it may be asked again in " + seconds(wait) + " s"),
                        Retry.after(wait),
                        null);
            case Reply.Refused(String reason) -> throw unavailable(reason, Retry.NEVER);
            case Reply.Away(String reason) -> throw unavailable(reason, Retry.after(PAUSE));
        };
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private Failure unavailable(String reason, Retry retry) {
        return new Failure(ErrorCode.EMBEDDER_UNAVAILABLE, describe(reason), retry, null);
    }

    private String describe(String reason) {
        return "could not embed with " + model.name() + " of "
                + calls.provider().name() + ": " + reason;
    }
}
