package dev.allotrope.search;

import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Contents.ChunkRef;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.search.Answer.Result;
import dev.allotrope.search.Fusion.Fused;
import dev.allotrope.search.Fusion.Ranking;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers queries over one tenant's documents. Safe for use by many threads.
public final class Search {
    /// Searches in work at once on this node.
    public static final int MAX_CONCURRENT = 32;

    /// How deep each leg is asked at least when legs are fused: ranks beyond hardly change the first ones.
    private static final int FUSION_DEPTH = 200;
    /// How often the legs are asked again, twice as deep, when the library no longer has what they found.
    private static final int MAX_ROUNDS = 4;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);
    private final Consumer<Tenant> freshness;
    private final Index index;
    private final Passages passages;
    private final Embedders embedders;
    private final Costs costs;

    /// `freshness` waits for the tenant's index and throws when there is none to search.
    Search(Consumer<Tenant> freshness, Index index, Passages passages, Embedders embedders, Costs costs) {
        this.freshness = freshness;
        this.index = index;
        this.passages = passages;
        this.embedders = embedders;
        this.costs = costs;
    }

    /// Finds at most `k` chunks, fewer only if no more match; content is what the library holds now, so nothing
    /// deleted is ever answered. Throws [Failure] with `OVERLOADED`, `INDEX_REBUILDING`, `EMBEDDER_UNAVAILABLE`,
    /// `EMBEDDER_RATE_LIMITED`,
    /// `NOT_CONFIGURED` for a model this server does not have or a vector of a length nobody has, or
    /// `REQUEST_INVALID` for a `k` out of range or a vector without direction.
    public Answer search(Tenant tenant, Query query) {
        if (query.k() < 1 || query.k() > Query.MAX_K) {
            throw Failure.invalid("could not search: k is " + query.k() + "; give a number from 1 to " + Query.MAX_K);
        }
        if (!permits.tryAcquire()) {
            throw new Failure(
                    ErrorCode.OVERLOADED,
                    "could not search: " + MAX_CONCURRENT + " searches are in work; try again in a second",
                    Retry.after(RETRY_AFTER),
                    null);
        }
        try {
            freshness.accept(tenant);
            return answer(tenant, query);
        } finally {
            permits.release();
        }
    }

    private Answer answer(Tenant tenant, Query query) {
        try (Index.View view = index.view(tenant)) {
            Legs legs = Legs.of(view, embedders, embedder -> costs.charged(tenant.organization(), embedder), query);
            return new Answer(results(tenant, query, legs), legs.names(), legs.away());
        }
    }

    private List<Result> results(Tenant tenant, Query query, Legs legs) {
        int depth = depth(query);
        for (int round = 1; ; round++) {
            Legs.Found found = legs.upTo(depth);
            List<Result> results = present(tenant, query, ranked(query.mode(), found.rankings()));
            if (results.size() == query.k() || found.exhausted() || round == MAX_ROUNDS) {
                return results;
            }
            depth *= 2;
        }
    }

    private static int depth(Query query) {
        return switch (query.mode()) {
            case Query.Mode.Nearest() -> query.k();
            case Query.Mode.Fused(Query.Weights _) -> Math.max(FUSION_DEPTH, query.k());
        };
    }

    /// Best first. Nearest of one leg is that leg's own order; of several legs, by rank, because their scores do
    /// not compare.
    private static List<Fused> ranked(Query.Mode mode, List<Ranking> rankings) {
        if (rankings.isEmpty()) {
            return List.of();
        }
        return switch (mode) {
            case Query.Mode.Fused(Query.Weights _) -> Fusion.byScore(rankings);
            case Query.Mode.Nearest() -> nearest(rankings);
        };
    }

    private static List<Fused> nearest(List<Ranking> rankings) {
        if (rankings.size() == 1) {
            return rankings.getFirst().hits().stream()
                    .map(hit -> new Fused(hit, hit.score()))
                    .toList();
        }
        return Fusion.byRank(rankings).stream()
                .map(fused -> new Fused(fused.hit(), fused.hit().score()))
                .toList();
    }

    /// Reads content in the order of the ranking until `k` are there.
    private List<Result> present(Tenant tenant, Query query, List<Fused> ranked) {
        List<Result> results = new ArrayList<>();
        for (int from = 0; from < ranked.size() && results.size() < query.k(); ) {
            int to = Math.min(ranked.size(), from + query.k() - results.size());
            List<Fused> batch = ranked.subList(from, to);
            Map<ChunkRef, StoredChunk> chunks = read(tenant, batch);
            for (Fused fused : batch) {
                StoredChunk chunk = chunks.get(ref(fused.hit()));
                if (chunk != null) {
                    results.add(result(tenant, query, fused, chunk, results.size() + 1));
                }
            }
            from = to;
        }
        return results;
    }

    private Map<ChunkRef, StoredChunk> read(Tenant tenant, List<Fused> batch) {
        return passages
                .chunks(tenant, batch.stream().map(fused -> ref(fused.hit())).toList())
                .stream()
                .collect(Collectors.toMap(StoredChunk::ref, Function.identity()));
    }

    private Result result(Tenant tenant, Query query, Fused fused, StoredChunk chunk, int rank) {
        @Nullable
        Embedding vector = switch (query.include()) {
            case CONTENT -> null;
            case CONTENT_AND_VECTOR ->
                passages.vector(tenant, chunk.ref(), fused.hit().window()).orElse(null);
        };
        return switch (query.mode()) {
            case Query.Mode.Nearest() -> new Result(chunk, fused.score(), null, vector);
            case Query.Mode.Fused(Query.Weights _) -> new Result(chunk, fused.score(), rank, vector);
        };
    }

    private static ChunkRef ref(Hit hit) {
        return new ChunkRef(hit.document(), hit.chunk());
    }
}
