package dev.allotrope.carbon.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The fields of a request that nobody reads. Clients send some that are meant for other servers, so they are no
/// error; who wrote one by mistake is told.
final class Ignored {
    /// The most names that are told, and the longest of them.
    private static final int MAX_NAMES = 10;
    private static final int MAX_LENGTH = 80;

    private final List<String> names = new ArrayList<>();

    /// Takes in what of `object` is not known; `loc` leads to it.
    void note(JsonNode object, Set<String> known, List<Object> loc) {
        for (String name : object.propertyNames()) {
            if (names.size() == MAX_NAMES) {
                return;
            }
            if (!known.contains(name)) {
                names.add(path(loc, name));
            }
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /// As a header can hold them, such as `filters.fileIds`.
    String header() {
        return String.join(", ", names);
    }

    private static String path(List<Object> loc, String name) {
        String path = Stream.concat(loc.stream().skip(1).map(Object::toString), Stream.of(name))
                .collect(Collectors.joining("."));
        return path.substring(0, Math.min(path.length(), MAX_LENGTH)).replaceAll("[^A-Za-z0-9_.-]", "?");
    }
}
