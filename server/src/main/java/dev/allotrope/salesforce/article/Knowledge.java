package dev.allotrope.salesforce.article;

import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Knowledge object of an org as the connected user sees it. `version` is the base path of the API version,
/// such as `/services/data/v67.0`; `object` ends in `__kav`; `fields` holds the names that describe showed; `choices`
/// what settings can choose from; `settings` those it is read under.
public record Knowledge(
        String version,
        String object,
        Set<String> fields,
        Abilities abilities,
        Choices choices,
        SourceSettings settings) {
    public static final String SUFFIX = "__kav";

    /// Without these an article cannot be told apart, ordered or linked. Every org has them.
    public static final List<String> REQUIRED = List.of(
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
            "ArticleType",
            "ValidationStatus",
            "IsMasterLanguage",
            "ArticleMasterLanguage",
            "IsOutOfDate");

    static final String SUMMARY = "Summary";

    private static final String CATEGORIES =
            "(SELECT DataCategoryGroupName, DataCategoryName FROM DataCategorySelections)";

    /// A field that holds text of the article; `rich` when that text is HTML.
    public record BodyField(String name, String label, boolean rich) {}

    /// Whether data categories can be read along, whether many articles can be read with one POST, and whether they can
    /// be counted and compared without being read.
    public record Abilities(boolean categories, boolean collections, boolean aggregates) {}

    public Knowledge {
        fields = Set.copyOf(fields);
    }

    /// Why settings cannot be followed here; empty when they can.
    public Optional<String> misfit(SourceSettings wanted) {
        return SettingsFit.misfit(this, wanted);
    }

    /// The same object, read under other settings.
    public Knowledge under(SourceSettings others) {
        return others.equals(settings) ? this : new Knowledge(version, object, fields, abilities, choices, others);
    }

    /// The same object without a scope: everything published.
    public Knowledge unscoped() {
        return under(
                new SourceSettings(SourceScope.ALL, settings.bodyFields(), settings.checkInterval(), settings.link()));
    }

    /// The fields whose text is the article: those of the settings in their order, else those that were found.
    public List<BodyField> body() {
        if (settings.bodyFields().isEmpty()) {
            return choices.body();
        }
        Map<String, BodyField> texts =
                choices.texts().stream().collect(Collectors.toMap(BodyField::name, Function.identity()));
        return settings.bodyFields().stream()
                .flatMap(name -> Optional.ofNullable(texts.get(name)).stream())
                .toList();
    }

    boolean hasRecordTypes() {
        return fields.contains("RecordTypeId");
    }

    /// The word before `__kav`, which an administrator can change.
    public String prefix() {
        return object.substring(0, object.length() - SUFFIX.length());
    }

    /// The fields that a listing reads: no long text, so that pages hold 2,000 rows.
    public List<String> listed() {
        return Stream.concat(REQUIRED.stream(), OPTIONAL.stream().filter(fields::contains))
                .toList();
    }

    /// The fields that fetching reads.
    public List<String> whole() {
        Set<String> names = new LinkedHashSet<>(listed());
        if (fields.contains(SUMMARY)) {
            names.add(SUMMARY);
        }
        body().forEach(field -> names.add(field.name()));
        return List.copyOf(names);
    }

    /// What hangs on a row and only a query can read along with it.
    public List<String> related() {
        List<String> related = new ArrayList<>();
        if (hasRecordTypes()) {
            related.add(ArticleRow.RECORD_TYPE);
        }
        if (abilities.categories()) {
            related.add(CATEGORIES);
        }
        return related;
    }

    public Knowledge withoutCollections() {
        return with(new Abilities(abilities.categories(), false, abilities.aggregates()));
    }

    public Knowledge withoutAggregates() {
        return with(new Abilities(abilities.categories(), abilities.collections(), false));
    }

    private Knowledge with(Abilities changed) {
        return new Knowledge(version, object, fields, changed, choices, settings);
    }
}
