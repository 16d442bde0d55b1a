package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.library.usage.Usage;
import java.util.Map;

/// Figures by kind of source and by format. There is one source and one format so far, and both have the same name.
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
                figure(totals, totals.chunks()),
                figure(totals, totals.documents()),
                figure(totals, totals.documents()));
    }

    private static Map<String, Long> figure(Usage.Totals totals, long figure) {
        return totals.documents() == 0 ? Map.of() : Map.of(DataSourceType.SALESFORCE.name(), figure);
    }
}
