package dev.allotrope.salesforce.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/// A page of a query's answer: `total` counts the rows of all its pages, `next` points to the page behind this one.
public record QueryPage<R>(
        List<R> rows, long total, @Nullable String next) {
    private static final String DATA = "/services/data/";

    /// Reads a page record by record; [tools.jackson.core.exc.StreamReadException] when it contradicts itself.
    public static <R> SalesforceRest.Reading<QueryPage<R>> of(Function<JsonNode, R> row) {
        return of(row, _ -> {});
    }

    /// The same; `next` is told where the page behind this one is as soon as that was read, which is before the
    /// records, and again when the page is asked for again.
    public static <R> SalesforceRest.Reading<QueryPage<R>> of(Function<JsonNode, R> row, Consumer<String> next) {
        return parser -> new Reader<>(row, next).read(parser);
    }

    private static final class Reader<R> {
        private final Function<JsonNode, R> row;
        private final Consumer<String> told;
        private final List<R> rows = new ArrayList<>();
        private long total = -1;
        private boolean doneSaid;
        private boolean done;
        private @Nullable String next;

        Reader(Function<JsonNode, R> row, Consumer<String> told) {
            this.row = row;
            this.told = told;
        }

        QueryPage<R> read(JsonParser parser) {
            JsonFields.each(parser, this::field);
            if (total < 0 || !doneSaid || done == (next != null) || (!done && rows.isEmpty())) {
                throw JsonFields.malformed(parser, "the page does not say whether it is the last");
            }
            return new QueryPage<>(rows, total, next);
        }

        private void field(String name, JsonParser parser) {
            switch (name) {
                case "totalSize" -> total = parser.getValueAsLong(-1);
                case "done" -> {
                    done = parser.getValueAsBoolean();
                    doneSaid = true;
                }
                case "nextRecordsUrl" -> next(parser);
                case "records" -> JsonFields.elements(parser, node -> rows.add(row.apply(node)));
                default -> parser.skipChildren();
            }
        }

        /// The token must not go elsewhere, so a page is looked for below the same address only.
        private void next(JsonParser parser) {
            String url = parser.getValueAsString();
            if (url != null && !url.startsWith(DATA)) {
                throw JsonFields.malformed(parser, "the next page is not under " + DATA);
            }
            next = url;
            if (url != null) {
                told.accept(url);
            }
        }
    }
}
