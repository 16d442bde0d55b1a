package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.knowledge.SalesforceId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of the article version object as the org has them and its user may see them (Knowledge Developer Guide,
/// Knowledge__kav; object reference, v67). Fields that depend on a feature are absent when the feature is off.
final class KnowledgeSchema {

    /// Length of a Text Area field; a longer one is a Long Text Area.
    static final int TEXT_AREA = 255;

    static final int RICH_TEXT = 131_072;
    static final int LONG_TEXT = 32_768;

    static final String OWNER_ID = SalesforceId.of("005", 1);

    private static final int RECORD_TYPE_IDS = 1_000_000;
    private static final String AUTHOR_NAME = "Knowledge Author";

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final String object;

    KnowledgeSchema(Switches switches) {
        this.object = switches.objectPrefix() + "__kav";
        addIdentity();
        addLifeCycle();
        addChannels();
        if (switches.on(Switch.MULTI_LANGUAGE)) {
            addLanguages();
        }
        if (switches.on(Switch.RECORD_TYPES)) {
            addRecordTypes();
        }
        if (switches.on(Switch.VALIDATION_STATUS)) {
            add(Column.of(
                    "ValidationStatus",
                    Column.Type.PICKLIST,
                    TEXT_AREA,
                    row -> row.content().labels().validationStatus()));
        }
        addCustom();
        switches.hiddenFields().forEach(name -> columns.remove(key(name)));
    }

    /// The object's API name, `Knowledge__kav` unless renamed.
    String object() {
        return object;
    }

    /// The object's fields, without those over relationships.
    Collection<Column> fields() {
        return columns.values().stream()
                .filter(column -> column.relationship() == null)
                .toList();
    }

    Optional<Column> find(String path) {
        return Optional.ofNullable(columns.get(key(path)));
    }

    static String recordTypeId(String developerName) {
        return SalesforceId.of("012", Math.floorMod(developerName.hashCode(), RECORD_TYPE_IDS) + 1L);
    }

    static String label(String developerName) {
        return developerName.replace('_', ' ');
    }

    private void addIdentity() {
        add(Column.of("Id", Column.Type.ID, 18, ArticleVersion::id));
        add(Column.reference("KnowledgeArticleId", ArticleVersion::articleId));
        add(Column.of(
                "ArticleNumber", Column.Type.STRING, 30, row -> row.identity().articleNumber()));
        add(Column.reference("OwnerId", row -> OWNER_ID));
        add(Column.flag("IsDeleted", row -> false));
        add(Column.of("Title", Column.Type.STRING, 255, row -> row.content().title()));
        add(Column.of("UrlName", Column.Type.STRING, 255, row -> row.content().urlName()));
        add(Column.of(
                        "Summary",
                        Column.Type.TEXTAREA,
                        1_000,
                        row -> row.content().summary())
                .with(Column.Traits.LONG_TEXT));
        add(Column.of("Language", Column.Type.PICKLIST, 40, ArticleVersion::language));
        add(Column.of(
                "ArticleMasterLanguage",
                Column.Type.PICKLIST,
                40,
                row -> row.identity().masterLanguage()));
        add(Column.of("Owner.Name", Column.Type.STRING, 121, row -> AUTHOR_NAME));
        add(Column.of("CreatedBy.Name", Column.Type.STRING, 121, row -> AUTHOR_NAME));
        add(Column.of("LastModifiedBy.Name", Column.Type.STRING, 121, row -> AUTHOR_NAME));
    }

    private void addLifeCycle() {
        add(Column.of(
                "PublishStatus", Column.Type.PICKLIST, 40, row -> row.status().wireName()));
        add(Column.flag("IsLatestVersion", ArticleVersion::latest));
        add(Column.of("VersionNumber", Column.Type.INT, 6, ArticleVersion::versionNumber)
                .with(Column.Traits.UNFILTERABLE));
        add(Column.dateTime("FirstPublishedDate", row -> row.stamps().firstPublished()));
        add(Column.dateTime("LastPublishedDate", row -> row.stamps().lastPublished()));
        add(Column.dateTime("ArchivedDate", row -> row.stamps().archived()));
        add(Column.dateTime("ArticleArchivedDate", row -> row.stamps().archived()));
        add(Column.dateTime("ArticleCreatedDate", row -> row.stamps().created()));
        add(Column.dateTime("NextReviewDate", row -> null));
        add(Column.reference("ArchivedById", KnowledgeSchema::archivedBy));
        add(Column.reference("ArticleArchivedById", KnowledgeSchema::archivedBy));
        add(Column.reference("ArticleCreatedById", row -> OWNER_ID));
        add(Column.reference("SourceId", row -> null));
        add(Column.of("ArticleTotalViewCount", Column.Type.INT, 9, row -> 0));
        add(Column.of("ArticleCaseAttachCount", Column.Type.INT, 9, row -> 0));
        add(Column.dateTime("CreatedDate", row -> row.stamps().created()));
        add(Column.reference("CreatedById", row -> OWNER_ID));
        add(Column.dateTime("LastModifiedDate", row -> row.stamps().lastModified()));
        add(Column.reference("LastModifiedById", row -> OWNER_ID));
        add(Column.dateTime("SystemModstamp", row -> row.stamps().systemModstamp()));
    }

    private static @Nullable Object archivedBy(ArticleVersion row) {
        return row.status() == PublishStatus.ARCHIVED ? OWNER_ID : null;
    }

    private void addChannels() {
        for (Channel channel : Channel.values()) {
            add(Column.flag(
                    "IsVisibleIn" + channel.wireName(),
                    row -> row.content().labels().channels().contains(channel)));
        }
    }

    private void addLanguages() {
        add(Column.flag("IsMasterLanguage", row -> row.identity().master()));
        add(Column.reference("MasterVersionId", row -> row.identity().masterVersionId()));
        add(Column.flag("IsOutOfDate", row -> row.content().labels().outOfDate()));
        add(Column.dateTime("TranslationCompletedDate", row -> null));
        add(Column.dateTime("TranslationExportedDate", row -> null));
        add(Column.dateTime("TranslationImportedDate", row -> null));
    }

    private void addRecordTypes() {
        Function<ArticleVersion, @Nullable String> type =
                row -> row.content().labels().recordType();
        add(Column.reference("RecordTypeId", row -> mapped(type.apply(row), KnowledgeSchema::recordTypeId)));
        add(Column.of("RecordType.DeveloperName", Column.Type.STRING, 80, type::apply));
        add(Column.of(
                "RecordType.Name", Column.Type.STRING, 80, row -> mapped(type.apply(row), KnowledgeSchema::label)));
        add(Column.of(
                "RecordType.Id", Column.Type.ID, 18, row -> mapped(type.apply(row), KnowledgeSchema::recordTypeId)));
    }

    private static @Nullable Object mapped(@Nullable String value, Function<String, String> mapping) {
        return value == null ? null : mapping.apply(value);
    }

    private void addCustom() {
        Column.Traits textArea = new Column.Traits(true, true, true, false);
        Column.Traits longText = new Column.Traits(false, false, true, false);
        Column.Traits richText = new Column.Traits(false, false, true, true);
        add(custom(ArticleBody.QUESTION, TEXT_AREA, textArea));
        add(custom(ArticleBody.ANSWER, RICH_TEXT, richText));
        add(custom(ArticleBody.DETAILS, LONG_TEXT, longText));
    }

    private static Column custom(String name, int length, Column.Traits traits) {
        return new Column(
                name,
                Column.Type.TEXTAREA,
                length,
                traits,
                row -> row.content().body().text(name));
    }

    private void add(Column column) {
        columns.put(key(column.name()), column);
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
