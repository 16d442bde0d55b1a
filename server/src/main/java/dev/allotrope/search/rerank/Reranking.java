package dev.allotrope.search.rerank;

import dev.allotrope.embed.Costs;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.search.Answer;
import dev.allotrope.search.Answer.Result;
import dev.allotrope.search.Query;
import dev.allotrope.search.rerank.Reranker.Place;
import dev.allotrope.search.rerank.Reranker.Ranking;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Searches whose order a reranker decides. Safe for use by many threads.
public final class Reranking {
    /// How many candidates a reranker is shown at least, whatever `k` is: what it lifts must be among them.
    static final int MIN_CANDIDATES = 50;
    /// How many it is shown at most; what comes after them keeps its order.
    static final int MAX_CANDIDATES = 100;
    /// The most characters of a candidate that it is shown.
    static final int MAX_TEXT = 8_000;

    private static final Logger LOG = LoggerFactory.getLogger(Reranking.class);

    private final BiFunction<Tenant, Query, Answer> search;
    private final Rerankers rerankers;
    private final Costs costs;

    Reranking(BiFunction<Tenant, Query, Answer> search, Rerankers rerankers, Costs costs) {
        this.search = search;
        this.rerankers = rerankers;
        this.costs = costs;
    }

    /// An answer, and whether its order is the reranker's.
    public record Reranked(Answer answer, Outcome outcome) {}

    /// Finds what [Search#search] finds for `query`, which is in `words`, in the order of a reranker: its score is
    /// then the score, and ranks count from 1. Throws what the search throws, and `NOT_CONFIGURED` for a reranker
    /// that is not here.
    public Reranked search(Tenant tenant, Query query, String words, String reranker) {
        Reranker model = rerankers.named(reranker);
        Answer found = search.apply(tenant, query.upTo(Math.max(query.k(), MIN_CANDIDATES)));
        List<Result> candidates = found.results()
                .subList(0, Math.min(MAX_CANDIDATES, found.results().size()));
        if (candidates.isEmpty()) {
            return new Reranked(found, Outcome.APPLIED);
        }
        List<String> texts = candidates.stream().map(Reranking::text).toList();
        return switch (model.rank(words, texts, costs.meter(tenant.organization(), model.model()))) {
            case Ranking.Ordered(List<Place> places) ->
                new Reranked(first(query.k(), found, ordered(found.results(), places)), Outcome.APPLIED);
            case Ranking.Failed(Outcome outcome, String reason) -> {
                LOG.warn("search results keep their order: could not rerank with {}: {}", model.model(), reason);
                yield new Reranked(first(query.k(), found, found.results()), outcome);
            }
        };
    }

    private static List<Result> ordered(List<Result> found, List<Place> places) {
        List<Result> ordered = new ArrayList<>(found.size());
        for (Place place : places) {
            ordered.add(placed(found.get(place.index()), place.score(), ordered.size() + 1));
        }
        for (Result rest : found.subList(places.size(), found.size())) {
            ordered.add(placed(rest, rest.score(), ordered.size() + 1));
        }
        return ordered;
    }

    private static Result placed(Result result, double score, @Nullable Integer rank) {
        return new Result(result.chunk(), score, rank, result.vector());
    }

    private static Answer first(int k, Answer found, List<Result> results) {
        return found.with(results.subList(0, Math.min(k, results.size())));
    }

    private static String text(Result result) {
        StoredChunk chunk = result.chunk();
        String text =
                chunk.headings().isEmpty() ? chunk.text() : String.join(" › ", chunk.headings()) + "\n" + chunk.text();
        // A provider refuses empty texts.
        String shown = text.isBlank() ? "-" : text;
        return shown.substring(0, Math.min(MAX_TEXT, shown.length()));
    }
}
