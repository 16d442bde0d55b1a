package dev.allotrope.bench.search;

import java.nio.file.Path;
import java.util.ArrayList;
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

    /// All that is measured of a size.
    public static SearchSetting of(int tenants, int windows, int queries) {
        return new SearchSetting(tenants, windows, queries, EnumSet.allOf(Part.class), null);
    }

    /// Takes `--tenants N`, `--windows N`, `--queries N`, `--parts a,b` and `--keep FOLDER` out of the words. Where
    /// they say what is to be searched it is that and nothing else; several settings have folders of their own.
    public static List<SearchSetting> with(List<String> words, List<SearchSetting> usual) {
        boolean said = words.contains("--tenants") || words.contains("--windows");
        SearchSetting first = usual.getFirst().with(words);
        return said || usual.size() == 1
                ? List.of(first)
                : usual.stream()
                        .map(each -> new SearchSetting(
                                each.tenants, each.windows, first.queries, first.parts, each.below(first.keep)))
                        .toList();
    }

    private @Nullable Path below(@Nullable Path folder) {
        return folder == null ? null : folder.resolve(tenants + "x" + windows);
    }

    private SearchSetting with(List<String> words) {
        String chosen = value(words, "--parts", "");
        String folder = value(words, "--keep", "");
        return new SearchSetting(
                Integer.parseInt(value(words, "--tenants", Integer.toString(tenants))),
                Integer.parseInt(value(words, "--windows", Integer.toString(windows))),
                Integer.parseInt(value(words, "--queries", Integer.toString(queries))),
                chosen.isEmpty() ? parts : parts(chosen),
                folder.isEmpty() ? keep : Path.of(folder));
    }

    /// What the command line says for it.
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "--tenants",
                Integer.toString(tenants),
                "--windows",
                Integer.toString(windows),
                "--queries",
                Integer.toString(queries),
                "--parts",
                parts.stream().map(part -> part.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","))));
        if (keep != null) {
            words.addAll(List.of("--keep", keep.toString()));
        }
        return words;
    }

    /// The size in words.
    String size() {
        String whose = tenants == 1 ? "one tenant" : String.format(Locale.ROOT, "%,d tenants", tenants);
        return whose + String.format(Locale.ROOT, " × %,d windows", windows);
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
