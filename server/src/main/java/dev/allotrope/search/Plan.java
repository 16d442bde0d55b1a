package dev.allotrope.search;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.Group;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who serves which documents of a slug: in each space of vectors the embedder that can place a query there;
/// words those whose vectors nobody here can search, or whose language the embedder does not know (`standIn`);
/// nobody, in mode `Nearest`, those that were left without vectors on request.
record Plan(Set<Group> all, List<Space> spaces, Set<Group> standIn) {
    /// Vectors that one query vector is compared with, by who made them. `embedder` turns words into that vector,
    /// and is null where the caller gave it. Vectors that were uploaded share the space of the slug's own
    /// embedder when they are as long as its.
    record Space(@Nullable Embedder embedder, Map<EmbedderId, Set<Group>> parts) {}

    /// For a query in words.
    static Plan forWords(Set<Group> groups, String slug, Embedders embedders) {
        Embedder own = embedders.forModel(slug).orElseThrow(() -> embedders.notConfigured("search", slug));
        Set<Group> all = ofSlug(groups, slug);
        Map<EmbedderId, Space> spaces = new HashMap<>();
        Set<Group> standIn = new HashSet<>();
        for (Group group : all) {
            Optional<Embedder> reader = reader(group, own, embedders).filter(known -> known.knows(group.language()));
            EmbedderId id = group.embedder();
            if (reader.isEmpty()) {
                standIn.add(group);
            } else if (id != null) {
                spaces.computeIfAbsent(reader.get().id(), key -> new Space(reader.get(), new HashMap<>()))
                        .parts()
                        .computeIfAbsent(id, key -> new HashSet<>())
                        .add(group);
            }
        }
        return new Plan(all, List.copyOf(spaces.values()), standIn);
    }

    /// What could place words among the vectors of a group; the slug's own for a group without vectors.
    private static Optional<Embedder> reader(Group group, Embedder own, Embedders embedders) {
        EmbedderId id = group.embedder();
        if (id == null) {
            return Optional.of(own);
        }
        OptionalInt uploaded = id.uploadedDimensions();
        if (uploaded.isEmpty()) {
            return embedders.byId(id);
        }
        return Optional.of(own).filter(known -> known.dimensions() == uploaded.getAsInt());
    }

    /// For a vector of the caller's: the vectors of the same length, of the slug's own embedder where that fits,
    /// and those that were uploaded.
    static Plan forVector(Set<Group> groups, String slug, Embedders embedders, Embedding vector) {
        int length = vector.values().length;
        Optional<Embedder> own = embedders.forModel(slug);
        Map<EmbedderId, Set<Group>> fitting = ofSlug(groups, slug).stream()
                .filter(group -> lengthOf(group, embedders) == length)
                .collect(Collectors.groupingBy(Plan::embedderOf, Collectors.toSet()));
        if (fitting.isEmpty()
                && own.filter(known -> known.dimensions() == length).isEmpty()) {
            throw own.map(known -> nobodyHas(length, slug, known))
                    .orElseGet(() -> embedders.notConfigured("search", slug));
        }
        Optional<EmbedderId> preferred = own.map(Embedder::id)
                .filter(id -> fitting.keySet().stream()
                        .anyMatch(each ->
                                reader(each, embedders).filter(id::equals).isPresent()));
        Map<EmbedderId, Set<Group>> shared = new HashMap<>(fitting);
        shared.keySet()
                .removeIf(id -> id.uploadedDimensions().isEmpty()
                        && !reader(id, embedders).equals(preferred));
        List<Space> spaces = new ArrayList<>();
        if (!shared.isEmpty()) {
            spaces.add(new Space(null, shared));
        }
        if (preferred.isEmpty()) {
            fitting.keySet().removeAll(shared.keySet());
            fitting.forEach((id, each) -> spaces.add(new Space(null, Map.of(id, each))));
        }
        return new Plan(Set.of(), spaces, Set.of());
    }

    /// Who is asked for vectors that compare with those of an id.
    private static Optional<EmbedderId> reader(EmbedderId id, Embedders embedders) {
        return embedders.byId(id).map(Embedder::id);
    }

    private static Set<Group> ofSlug(Set<Group> groups, String slug) {
        return groups.stream().filter(group -> group.model().equals(slug)).collect(Collectors.toSet());
    }

    private static int lengthOf(Group group, Embedders embedders) {
        EmbedderId id = group.embedder();
        if (id == null) {
            return -1;
        }
        return id.uploadedDimensions()
                .orElseGet(() -> embedders.byId(id).map(Embedder::dimensions).orElse(-1));
    }

    private static EmbedderId embedderOf(Group group) {
        return Optional.ofNullable(group.embedder()).orElseThrow();
    }

    private static Failure nobodyHas(int length, String slug, Embedder own) {
        return new Failure(
                ErrorCode.NOT_CONFIGURED,
                "could not search by vector: no document has vectors of length " + length + "; " + slug
                        + " makes vectors of length " + own.dimensions());
    }
}
