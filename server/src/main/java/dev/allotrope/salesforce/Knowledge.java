package dev.allotrope.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The Knowledge object of an org as the connected user sees it. `version` is the base path of the API version,
/// such as `/services/data/v67.0`; `object` ends in `__kav`; `fields` holds the names that describe showed; `body`
/// the fields whose text is the article; `recordTypes` developer names by id; `categories` tells whether data
/// categories can be read along, and `collections` whether many articles can be read with one POST.
record Knowledge(
        String version,
        String object,
        Set<String> fields,
        List<BodyField> body,
        Map<String, String> recordTypes,
        Abilities abilities) {
    static final String SUFFIX = "__kav";

    /// Without these an article cannot be told apart, ordered or linked. Every org has them.
    static final List<String> REQUIRED = List.of(
            "Id",
            "KnowledgeArticleId",
            "Language",
            "PublishStatus",
            "Title",
            "UrlName",
            "VersionNumber",
            "LastPublishedDate",
            "SystemModstamp");

    /// Read when the org has them and the user may see them.
    private static final List<String> OPTIONAL = List.of(
            "ArticleNumber",
            "ArticleCreatedDate",
            "FirstPublishedDate",
            "CreatedDate",
            "LastModifiedDate",
            "IsVisibleInApp",
            "IsVisibleInPkb",
            "IsVisibleInCsp",
            "IsVisibleInPrm",
            "RecordTypeId",
            "ArticleType",
            "ValidationStatus",
            "IsMasterLanguage",
            "IsOutOfDate");

    private static final String SUMMARY = "Summary";

    /// A field that holds text of the article; `rich` when that text is HTML.
    record BodyField(String name, String label, boolean rich) {}

    record Abilities(boolean categories, boolean collections) {}

    Knowledge {
        fields = Set.copyOf(fields);
        body = List.copyOf(body);
        recordTypes = Map.copyOf(recordTypes);
    }

    /// The word before `__kav`, which an administrator can change.
    String prefix() {
        return object.substring(0, object.length() - SUFFIX.length());
    }

    /// The fields that a listing reads: no long text, so that pages hold 2,000 rows.
    List<String> listed() {
        return Stream.concat(REQUIRED.stream(), OPTIONAL.stream().filter(fields::contains))
                .toList();
    }

    /// The fields that fetching reads.
    List<String> whole() {
        List<String> names = new ArrayList<>(listed());
        if (fields.contains(SUMMARY)) {
            names.add(SUMMARY);
        }
        body.forEach(field -> names.add(field.name()));
        return names;
    }

    Knowledge withoutCollections() {
        return new Knowledge(version, object, fields, body, recordTypes, new Abilities(abilities.categories(), false));
    }
}
