package dev.allotrope.salesforce.article;

import dev.allotrope.salesforce.article.Knowledge.BodyField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What settings can choose from in an org. `body` are the fields that hold the text of an article when nobody says
/// otherwise, `texts` all that hold some text; `recordTypes` are labels by developer name. An empty set of languages
/// or statuses means that describe did not tell.
public record Choices(
        List<BodyField> body,
        List<BodyField> texts,
        Set<String> languages,
        Map<String, String> recordTypes,
        Set<String> validationStatuses) {
    public Choices {
        body = List.copyOf(body);
        texts = List.copyOf(texts);
        languages = new TreeSet<>(languages);
        recordTypes = new TreeMap<>(recordTypes);
        validationStatuses = new TreeSet<>(validationStatuses);
    }

    /// Of an org that tells nothing but where the text is.
    public static Choices ofBody(List<BodyField> body) {
        return new Choices(body, body, Set.of(), Map.of(), Set.of());
    }
}
