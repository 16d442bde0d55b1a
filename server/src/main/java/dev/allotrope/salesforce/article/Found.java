package dev.allotrope.salesforce.article;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rows that were read, how many bytes of JSON they took, and the ids whose rows are longer than an answer may be.
public record Found(List<ArticleRow> rows, long bytes, Set<String> tooLong) {
    public static final Found NOTHING = new Found(List.of(), 0, Set.of());

    public Found {
        rows = List.copyOf(rows);
        tooLong = Set.copyOf(tooLong);
    }

    public static Found tooLong(String id) {
        return new Found(List.of(), 0, Set.of(id));
    }

    public Found with(Found other) {
        List<ArticleRow> allRows = new ArrayList<>(rows);
        allRows.addAll(other.rows);
        Set<String> allTooLong = new HashSet<>(tooLong);
        allTooLong.addAll(other.tooLong);
        return new Found(allRows, bytes + other.bytes, allTooLong);
    }
}
