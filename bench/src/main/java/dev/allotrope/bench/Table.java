package dev.allotrope.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// A table in Markdown, aligned for reading as it is.
public final class Table {
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String title, String... heads) {
        this.title = title;
        rows.add(List.of(heads));
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public void print(PrintStream out) {
        out.println();
        out.println("### " + title);
        out.println();
        print(out, rows.getFirst(), ' ');
        print(out, rows.getFirst().stream().map(_ -> "-").toList(), '-');
        rows.stream().skip(1).forEach(row -> print(out, row, ' '));
        out.flush();
    }

    private void print(PrintStream out, List<String> row, char fill) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            int missing = width(column) - cell.length();
            line.append(' ').append(cell).repeat(fill, missing).append(" |");
        }
        out.println(line);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
