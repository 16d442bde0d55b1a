package dev.allotrope.bench.search;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is searched and measured.
///
/// @param windows in the index of each tenant @param queries asked in each state and under each filter @param keep a
/// folder whose server is taken where there is one and left behind, or null for one that is made and thrown away
public record SearchSetting(
        int tenants,
        int windows,
        int queries,
        Set<Part> parts,
        @Nullable Path keep) {
    /// What is measured; each takes a minute or a few.
    public enum Part {
        IDLE,
        CROWD,
        RECALL,
        PROCESSING,
        MEMORY
    }

    /// The size of a run that says nothing else.
    public static SearchSetting of(int windows, int queries) {
        return new SearchSetting(1, windows, queries, EnumSet.allOf(Part.class), null);
    }

    /// Takes `--tenants N`, `--windows N`, `--queries N`, `--parts a,b` and `--keep FOLDER` out of the words.
    public SearchSetting with(List<String> words) {
        String chosen = value(words, "--parts", "");
        String folder = value(words, "--keep", "");
        return new SearchSetting(
                Integer.parseInt(value(words, "--tenants", Integer.toString(tenants))),
                Integer.parseInt(value(words, "--windows", Integer.toString(windows))),
                Integer.parseInt(value(words, "--queries", Integer.toString(queries))),
                chosen.isEmpty() ? parts : parts(chosen),
                folder.isEmpty() ? keep : Path.of(folder));
    }

    boolean wants(Part part) {
        return parts.contains(part);
    }

    private static Set<Part> parts(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> Part.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    private static String value(List<String> words, String option, String otherwise) {
        int at = words.indexOf(option);
        if (at < 0 || at + 1 == words.size()) {
            return otherwise;
        }
        words.remove(at);
        return words.remove(at);
    }
}
