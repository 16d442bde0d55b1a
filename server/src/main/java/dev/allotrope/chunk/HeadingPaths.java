package dev.allotrope.chunk;

import dev.allotrope.parse.Content.Heading;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// Which headings a place stands under, outermost first.
final class HeadingPaths {
    private final int[] offsets;
    private final List<List<String>> paths;

    HeadingPaths(List<Heading> headings) {
        offsets = headings.stream().mapToInt(Heading::offset).toArray();
        Deque<Heading> open = new ArrayDeque<>();
        paths = headings.stream().map(heading -> path(open, heading)).toList();
    }

    /// The path at a place; a heading that starts there belongs to it.
    List<String> at(int place) {
        return before(place + 1);
    }

    /// The path of the headings that start before a place.
    List<String> before(int place) {
        int found = Arrays.binarySearch(offsets, place);
        int count = found < 0 ? -found - 1 : found;
        return count == 0 ? List.of() : paths.get(count - 1);
    }

    private static List<String> path(Deque<Heading> open, Heading heading) {
        while (!open.isEmpty() && open.getLast().level() >= heading.level()) {
            open.removeLast();
        }
        open.addLast(heading);
        return open.stream().map(Heading::title).toList();
    }
}
