package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.library.usage.Usage;
import java.util.Map;
import java.util.TreeMap;

/// Figures by kind of source, of which there is one, and files by format too: articles are of the source's own.
public record Aggregates(
        Map<String, Long> fileSize,
        Map<String, Long> characters,
        Map<String, Long> tokens,
        Map<String, Long> embeddings,
        Map<String, Long> filesBySource,
        Map<String, Long> filesByFormat) {
    public static Aggregates of(Usage.Totals totals) {
        return new Aggregates(
                figure(totals, totals.bytes()),
                figure(totals, totals.characters()),
                figure(totals, totals.tokens()),
                figure(totals, totals.embedded()),
                figure(totals, totals.documents()),
                formats(totals));
    }

    private static Map<String, Long> formats(Usage.Totals totals) {
        Map<String, Long> formats = new TreeMap<>();
        totals.attachments()
                .forEach((kind, count) -> formats.merge(FileFormats.of(kind).name(), count, Long::sum));
        long articles = totals.documents()
                - totals.attachments().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        if (articles > 0) {
            formats.merge(FileFormats.SALESFORCE.name(), articles, Long::sum);
        }
        return formats;
    }

    private static Map<String, Long> figure(Usage.Totals totals, long figure) {
        return totals.documents() == 0 ? Map.of() : Map.of(DataSourceType.SALESFORCE.name(), figure);
    }
}
