package dev.allotrope.search;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.Group;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who serves which documents of a slug: each embedder its vectors in languages it knows; words those whose embedder
/// is gone or does not know their language (`standIn`); nobody, in mode `Nearest`, those that were left without
/// vectors on request.
record Plan(Set<Group> all, Map<EmbedderId, Set<Group>> vectors, Set<Group> standIn) {
    /// For a query in words.
    static Plan forWords(Set<Group> groups, String slug, Embedders embedders) {
        Embedder fallback = configured(slug, embedders);
        Set<Group> all = ofSlug(groups, slug);
        Map<EmbedderId, Set<Group>> vectors = new HashMap<>();
        Set<Group> standIn = new HashSet<>();
        for (Group group : all) {
            EmbedderId id = group.embedder();
            Optional<Embedder> embedder = id == null ? Optional.of(fallback) : embedders.byId(id);
            if (embedder.filter(known -> known.knows(group.language())).isEmpty()) {
                standIn.add(group);
            } else if (id != null) {
                vectors.computeIfAbsent(id, key -> new HashSet<>()).add(group);
            }
        }
        return new Plan(all, vectors, standIn);
    }

    /// For a vector of the caller's: the vectors of the same length, of the slug's own embedder where that fits.
    static Plan forVector(Set<Group> groups, String slug, Embedders embedders, Embedding vector) {
        Embedder own = configured(slug, embedders);
        int length = vector.values().length;
        Map<EmbedderId, Set<Group>> byEmbedder = ofSlug(groups, slug).stream()
                .filter(group -> lengthOf(group, embedders) == length)
                .collect(Collectors.groupingBy(Plan::embedderOf, Collectors.toSet()));
        if (byEmbedder.isEmpty() && own.dimensions() != length) {
            throw Failure.invalid("could not search by query_vector: no document has vectors of length " + length + "; "
                    + slug + " makes vectors of length " + own.dimensions());
        }
        if (byEmbedder.containsKey(own.id())) {
            byEmbedder.keySet().retainAll(Set.of(own.id()));
        }
        return new Plan(Set.of(), byEmbedder, Set.of());
    }

    private static Set<Group> ofSlug(Set<Group> groups, String slug) {
        return groups.stream().filter(group -> group.model().equals(slug)).collect(Collectors.toSet());
    }

    private static int lengthOf(Group group, Embedders embedders) {
        return Optional.ofNullable(group.embedder())
                .flatMap(embedders::byId)
                .map(Embedder::dimensions)
                .orElse(-1);
    }

    private static EmbedderId embedderOf(Group group) {
        return Optional.ofNullable(group.embedder()).orElseThrow();
    }

    private static Embedder configured(String slug, Embedders embedders) {
        return embedders
                .forModel(slug)
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not search: embedding model " + slug + " is not configured on this server"));
    }
}
