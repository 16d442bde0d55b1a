package dev.allotrope.salesforce.audit;

import dev.allotrope.salesforce.article.ArticleKey;
import dev.allotrope.salesforce.article.ServerTime;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a row that [AuditSoql] selected.
public final class SeenVersion {
    private SeenVersion() {}

    /// Empty for a row whose status is none that we know.
    public static Optional<Sighting> of(JsonNode row) {
        return state(text(row, "PublishStatus"))
                .map(state -> new Sighting(
                        ArticleKey.externalId(text(row, "KnowledgeArticleId"), text(row, "Language")),
                        text(row, "KnowledgeArticleId"),
                        text(row, "Language"),
                        text(row, "Id"),
                        state,
                        since(row, state)));
    }

    /// `PublishStatus` as a state.
    public static Optional<State> state(String status) {
        return switch (status) {
            case "Online" -> Optional.of(State.PUBLISHED);
            case "Draft" -> Optional.of(State.DRAFT);
            case "Archived" -> Optional.of(State.ARCHIVED);
            default -> Optional.empty();
        };
    }

    private static @Nullable Instant since(JsonNode row, State state) {
        return switch (state) {
            case PUBLISHED -> first(row, "LastPublishedDate", "LastModifiedDate");
            case DRAFT -> first(row, "LastModifiedDate", "CreatedDate");
            case ARCHIVED -> first(row, "ArchivedDate", "LastModifiedDate");
        };
    }

    /// A time in an unknown form is left out: it decides nothing.
    private static @Nullable Instant first(JsonNode row, String... fields) {
        for (String field : fields) {
            String text = text(row, field);
            if (!text.isEmpty()) {
                try {
                    return ServerTime.parse(text);
                } catch (DateTimeParseException unknown) {
                    return null;
                }
            }
        }
        return null;
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asString("");
    }
}
