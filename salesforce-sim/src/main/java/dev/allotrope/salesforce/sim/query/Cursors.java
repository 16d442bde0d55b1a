package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Query results that have more pages. A locator names a result and a place in it, and may be asked again; it lives
/// two days (limits cheatsheet, API query cursors).
public final class Cursors {

    /// Rows a page holds at most when two or more custom long-text fields are selected.
    public static final int WIDE_PAGE_ROWS = 200;

    private static final Duration LIFE = Duration.ofDays(2);
    private static final String PREFIX = "0r8xx3";
    private static final int ODD = 7;

    private final InstantSource clock;
    private final Switches switches;
    private final Map<String, Result<?>> results = new HashMap<>();
    private long opened;

    public Cursors(InstantSource clock, Switches switches) {
        this.clock = clock;
        this.switches = switches;
    }

    /// The rows of a whole query and how to show them.
    public record Result<R>(List<R> rows, RowWriter<R> writer, int pageRows, Instant opened) {}

    /// One page; `next` is the locator of the following one.
    public record Page<R>(Result<R> result, List<R> rows, Optional<String> next) {

        /// Writes the records of this page.
        public void write(JsonGenerator json) {
            rows.forEach(row -> result.writer().write(json, row));
        }
    }

    public synchronized <R> Page<R> first(Result<R> result) {
        int end = end(result, 0);
        if (end == result.rows().size()) {
            return new Page<>(result, result.rows(), Optional.empty());
        }
        String key = PREFIX + "%09d".formatted(++opened);
        results.put(key, result);
        results.values().removeIf(this::isOver);
        return page(key, result, 0);
    }

    /// The page at a locator; empty when the locator is unknown or too old.
    public synchronized Optional<Page<?>> at(String locator) {
        int dash = locator.lastIndexOf('-');
        Result<?> result = dash < 0 ? null : results.get(locator.substring(0, dash));
        if (result == null || isOver(result)) {
            return Optional.empty();
        }
        String place = locator.substring(dash + 1);
        boolean valid = place.matches("\\d{1,9}")
                && Integer.parseInt(place) < result.rows().size();
        return valid
                ? Optional.of(page(locator.substring(0, dash), result, Integer.parseInt(place)))
                : Optional.empty();
    }

    private <R> Page<R> page(String key, Result<R> result, int from) {
        int end = end(result, from);
        Optional<String> next = end < result.rows().size() ? Optional.of(key + "-" + end) : Optional.empty();
        return new Page<>(result, result.rows().subList(from, end), next);
    }

    private int end(Result<?> result, int from) {
        int most = Math.min(result.pageRows(), switches.maxPageRows());
        int less = switches.on(Switch.ODD_PAGES) ? 1 + (from * ODD + most / 3) % Math.max(1, most / 2) : 0;
        return Math.min(result.rows().size(), from + Math.max(1, most - less));
    }

    private boolean isOver(Result<?> result) {
        return result.opened().plus(LIFE).isBefore(clock.instant());
    }
}
