package dev.allotrope.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/// A table under construction. Its first row is the head, whatever the markup calls it, because pipe tables have one.
/// Cells that span leave empty cells behind, so that columns stay in line.
final class Table {
    private static final int COLUMN_LIMIT = 100;
    private static final int ROW_SPAN_LIMIT = 1_000;

    private final List<List<String>> rows = new ArrayList<>();
    private final Map<Integer, Integer> occupied = new HashMap<>();
    private List<String> row = new ArrayList<>();

    /// Whether an element is a grid of data: at least two cells side by side, and nothing inside that a cell cannot
    /// hold. Other tables lay out a page and are read as blocks.
    static boolean isGrid(Element table) {
        return !table.attr("role").equalsIgnoreCase("presentation")
                && table.selectFirst("h1, h2, h3, h4, h5, h6, pre, table table") == null
                && table.selectFirst("td ~ td, td ~ th, th ~ td, th ~ th") != null;
    }

    void cell(String text, Element cell) {
        skipOccupied();
        int columns = span(cell, "colspan", COLUMN_LIMIT);
        int below = span(cell, "rowspan", ROW_SPAN_LIMIT) - 1;
        for (int i = 0; i < columns && row.size() < COLUMN_LIMIT; i++) {
            if (below > 0) {
                occupied.put(row.size(), below);
            }
            row.add(i == 0 ? text : "");
        }
    }

    void endRow() {
        skipOccupied();
        if (row.stream().anyMatch(text -> !text.isEmpty())) {
            rows.add(row);
        }
        row = new ArrayList<>();
    }

    List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (List<String> cells : rows) {
            lines.add(line(cells, columns));
            if (lines.size() == 1) {
                lines.add("|" + " --- |".repeat(columns));
            }
        }
        return lines;
    }

    private void skipOccupied() {
        for (Integer left = occupied.get(row.size()); left != null; left = occupied.get(row.size())) {
            if (left == 1) {
                occupied.remove(row.size());
            } else {
                occupied.put(row.size(), left - 1);
            }
            row.add("");
        }
    }

    private static String line(List<String> cells, int columns) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < columns; i++) {
            String text = i < cells.size() ? cells.get(i).replace("|", "\\|") : "";
            line.append(' ').append(text).append(text.isEmpty() ? "|" : " |");
        }
        return line.toString();
    }

    private static int span(Element cell, String attribute, int limit) {
        String value = cell.attr(attribute).strip();
        if (!value.matches("[0-9]{1,9}")) {
            return 1;
        }
        return Math.clamp(Integer.parseInt(value), 1, limit);
    }
}
