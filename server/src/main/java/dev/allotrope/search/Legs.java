package dev.allotrope.search;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Group;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.search.Answer.Leg;
import dev.allotrope.search.Fusion.By;
import dev.allotrope.search.Fusion.Ranking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// The legs of one search, ready to be asked to any depth on one view of the index.
final class Legs {
    /// Why an embedder may have no vector for a query, while words still find documents.
    private static final Set<ErrorCode> PASSING =
            Set.of(ErrorCode.EMBEDDER_UNAVAILABLE, ErrorCode.EMBEDDER_RATE_LIMITED);

    /// One leg: how deep it goes is the caller's choice.
    private record Asked(Leg leg, Asking asking) {}

    /// An embedder, at the expense of whoever searches.
    interface Charged {
        Embedder to(Embedder embedder);
    }

    private interface Asking {
        Ranking upTo(int depth);
    }

    /// What the legs found at one depth. `exhausted` says that going deeper finds no more.
    record Found(List<Ranking> rankings, boolean exhausted) {}

    private final Index.View view;
    private final Query query;
    private final Plan plan;
    private final Charged charged;
    private final List<Asked> asked = new ArrayList<>();
    private final SequencedSet<String> away = new LinkedHashSet<>();

    private Legs(Index.View view, Query query, Plan plan, Charged charged) {
        this.view = view;
        this.query = query;
        this.plan = plan;
        this.charged = charged;
    }

    /// Decides who serves the query, and embeds it once for each embedder.
    static Legs of(Index.View view, Embedders embedders, Charged charged, Query query) {
        String slug = query.restriction().slug();
        return switch (query.subject()) {
            case Query.Subject.Words words -> {
                Plan plan = Plan.forWords(view.groups(), slug, embedders);
                Legs legs = new Legs(view, query, plan, charged);
                legs.planWords(words.text());
                yield legs;
            }
            case Query.Subject.Vector vector -> {
                Embedding unit = unit(vector.embedding());
                Plan plan = Plan.forVector(view.groups(), slug, embedders, unit);
                Legs legs = new Legs(view, query, plan, charged);
                plan.spaces().forEach(space -> legs.addVector(space, unit, 1));
                yield legs;
            }
        };
    }

    /// Asks every leg.
    Found upTo(int depth) {
        List<Ranking> rankings = new ArrayList<>();
        boolean exhausted = true;
        for (Asked leg : asked) {
            Ranking ranking = leg.asking().upTo(depth);
            exhausted &= ranking.hits().size() < depth;
            rankings.add(ranking);
        }
        return new Found(rankings, exhausted);
    }

    /// The kinds of leg that serve.
    SequencedSet<Leg> names() {
        SequencedSet<Leg> names = new LinkedHashSet<>();
        for (Leg leg : Leg.values()) {
            if (asked.stream().anyMatch(each -> each.leg() == leg)) {
                names.add(leg);
            }
        }
        return names;
    }

    /// The models whose vectors words stand in for, because they could not place the query for now.
    SequencedSet<String> away() {
        return Collections.unmodifiableSequencedSet(away);
    }

    private void planWords(String text) {
        switch (query.mode()) {
            case Query.Mode.Nearest() -> addSemantic(text, 1);
            case Query.Mode.Fused(Query.Weights weights) -> addFused(text, weights);
        }
    }

    private void addFused(String text, Query.Weights weights) {
        if (weights.semantic() > 0) {
            addSemantic(text, weights.semantic());
        }
        if (weights.keyword() > 0 && !plan.all().isEmpty()) {
            addLexical(text, weights.keyword());
        }
    }

    /// The vector legs, and words in place of vectors for documents that no vector leg serves. Beside a vector leg,
    /// for which every chunk is near to some degree, a chunk counts as found only if it has most of the words.
    private void addSemantic(String text, double weight) {
        SequencedMap<Plan.Space, Embedding> vectors = new LinkedHashMap<>();
        Set<Group> standIn = new HashSet<>(plan.standIn());
        for (Plan.Space space : plan.spaces()) {
            placed(space, text)
                    .ifPresentOrElse(
                            vector -> vectors.put(space, vector),
                            () -> space.parts().values().forEach(standIn::addAll));
        }
        double fit = plan.standIn().isEmpty() || vectors.isEmpty() || query.mode() instanceof Query.Mode.Nearest
                ? 1
                : fit(text);
        vectors.forEach((space, vector) -> addVector(space, vector, weight * fit));
        if (!standIn.isEmpty()) {
            addStandIn(text, vectors.isEmpty() ? Match.ANY : Match.MOST, standIn, weight);
        }
    }

    /// The query among the vectors of a space, spelled as the documents are. It is empty when the embedder
    /// is away and words are asked anyway.
    private Optional<Embedding> placed(Plan.Space space, String text) {
        Embedder embedder = Objects.requireNonNull(space.embedder(), "words are planned with embedders");
        try {
            String meant = view.respelled(text, embedder::misreads);
            return Optional.of(
                    charged.to(embedder).embed(List.of(meant), Purpose.QUERY).getFirst());
        } catch (Failure e) {
            if (!PASSING.contains(e.code()) || !asksWords()) {
                throw e;
            }
            away.add(embedder.id().model());
            return Optional.empty();
        }
    }

    private boolean asksWords() {
        return query.mode() instanceof Query.Mode.Fused(Query.Weights weights) && weights.keyword() > 0;
    }

    /// How likely the query is in a language that the vectors understand, from 0 to 1: how much of it documents with
    /// vectors say, beside those without. A model places words that it does not know anywhere.
    private double fit(String text) {
        Set<Group> served = new HashSet<>(plan.all());
        served.removeAll(plan.standIn());
        double here = share(text, served);
        double elsewhere = share(text, plan.standIn());
        return here >= elsewhere ? 1 : here / elsewhere;
    }

    private double share(String text, Set<Group> groups) {
        return lexical(text, Match.ANY, groups, 1).stream()
                .mapToDouble(Hit::score)
                .max()
                .orElse(0);
    }

    /// One leg for a space: whoever made the vectors there, their cosines compare.
    private void addVector(Plan.Space space, Embedding vector, double weight) {
        Map<EmbedderId, Filter> admitted = new HashMap<>();
        space.parts().forEach((id, served) -> admitted.put(id, within(id, served)));
        double ordinary = ordinary(admitted.keySet(), vector);
        asked.add(new Asked(
                Leg.VECTOR,
                depth -> new Ranking(
                        By.MEANING,
                        admitted.entrySet().stream()
                                .flatMap(part -> view
                                        .nearest(new VectorQuery(
                                                vector, part.getKey(), part.getValue(), depth, query.accuracy()))
                                        .stream())
                                .sorted(Hit.BEST_FIRST)
                                .limit(depth)
                                .toList(),
                        weight,
                        ordinary)));
    }

    /// Only what is fused needs it.
    private double ordinary(Set<EmbedderId> embedders, Embedding vector) {
        return switch (query.mode()) {
            case Query.Mode.Nearest() -> 0;
            case Query.Mode.Fused(Query.Weights _) ->
                embedders.stream()
                        .map(embedder -> view.ordinary(embedder, vector))
                        .flatMapToDouble(OptionalDouble::stream)
                        .average()
                        .orElse(0);
        };
    }

    private Filter within(EmbedderId id, Set<Group> served) {
        boolean everyone = view.groups().stream()
                .filter(group -> id.equals(group.embedder()))
                .allMatch(served::contains);
        return everyone ? filter() : filter().within(served);
    }

    private void addLexical(String text, double weight) {
        asked.add(new Asked(
                Leg.LEXICAL, depth -> new Ranking(By.WORDS, lexical(text, Match.ANY, plan.all(), depth), weight)));
    }

    private void addStandIn(String text, Match match, Set<Group> groups, double weight) {
        asked.add(new Asked(
                Leg.LEXICAL,
                depth -> new Ranking(
                        By.MEANING,
                        lexical(text, match, groups, depth).stream()
                                .map(Legs::belowOne)
                                .toList(),
                        weight)));
    }

    private List<Hit> lexical(String text, Match match, Set<Group> groups, int depth) {
        Filter admitted = groups.equals(view.groups()) ? filter() : filter().within(groups);
        return view.lexical(new LexicalQuery(text, match, admitted, depth));
    }

    /// A share of the query can exceed one where a title or a code matches too; beside cosines it must not.
    private static Hit belowOne(Hit hit) {
        return new Hit(hit.document(), hit.chunk(), hit.window(), hit.score() / (1 + hit.score()));
    }

    private Filter filter() {
        return new Filter(query.restriction().documents(), query.restriction().tags(), null);
    }

    private static Embedding unit(Embedding given) {
        try {
            return Embedding.unit(given.values());
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("could not search by query_vector: it has no direction");
        }
    }
}
