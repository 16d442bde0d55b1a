package dev.allotrope.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/// A table under construction. Its first row is the head, whatever the markup calls it, because pipe tables have one.
/// Cells that span leave empty cells behind, and short rows get some, so that columns stay in line, as long as there
/// are not many more of them than cells: behind that columns go out of line, and no text is lost.
final class Table {
    private static final int COLUMN_SPAN_LIMIT = 100;
    private static final int ROW_SPAN_LIMIT = 1_000;

    /// Empty cells of our own that any table may have, and more for each cell that it has itself.
    private static final int BLANKS = 200;

    private static final int BLANKS_PER_CELL = 4;

    private final List<List<String>> rows = new ArrayList<>();
    private final Map<Integer, Integer> occupied = new HashMap<>();
    private List<String> row = new ArrayList<>();
    private long blanks = BLANKS;

    /// Whether an element is a grid of data: at least two cells side by side, and nothing inside that a cell cannot
    /// hold. Other tables lay out a page and are read as blocks.
    static boolean isGrid(Element table) {
        return !table.attr("role").equalsIgnoreCase("presentation")
                && table.selectFirst("h1, h2, h3, h4, h5, h6, pre, table table") == null
                && table.selectFirst("td ~ td, td ~ th, th ~ td, th ~ th") != null;
    }

    void cell(String text, Element cell) {
        skipOccupied();
        blanks += BLANKS_PER_CELL;
        int columns = span(cell, "colspan", COLUMN_SPAN_LIMIT);
        int below = span(cell, "rowspan", ROW_SPAN_LIMIT) - 1;
        for (int i = 0; i < columns && (i == 0 || takeBlanks(1)); i++) {
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
            boolean head = lines.isEmpty();
            lines.add(line(cells, head || takeBlanks(columns - cells.size()) ? columns : cells.size()));
            if (head) {
                lines.add("|" + " --- |".repeat(columns));
            }
        }
        return lines;
    }

    private void skipOccupied() {
        for (Integer left = occupied.get(row.size()); left != null && takeBlanks(1); left = occupied.get(row.size())) {
            if (left == 1) {
                occupied.remove(row.size());
            } else {
                occupied.put(row.size(), left - 1);
            }
            row.add("");
        }
    }

    /// Whether there may be so many empty cells more.
    private boolean takeBlanks(int count) {
        if (count > blanks) {
            return false;
        }
        blanks -= count;
        return true;
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
