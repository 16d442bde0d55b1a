package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of the article version object as the org has them (Knowledge Developer Guide, Knowledge__kav; object
/// reference, v67). Fields that depend on a feature are absent when the feature is off.
final class VersionTable {

    static final int RICH_TEXT = 131_072;
    static final int LONG_TEXT = 32_768;

    private static final int RECORD_TYPE_IDS = 1_000_000;

    private final View view;
    private final Switches switches;
    private final Table<ArticleVersion> table;
    private final String articleObject;

    private VersionTable(View view, Table<ArticleVersion> table, String articleObject) {
        this.view = view;
        this.switches = view.switches();
        this.table = table;
        this.articleObject = articleObject;
    }

    /// The object of one article type, with its custom fields.
    static Table<ArticleVersion> of(View view, ArticleType type) {
        Table.Name name = new Table.Name(type.versions(), type.label(), type.keyPrefix("ka"));
        Table<ArticleVersion> table = new Table<>(name, new VersionRows(view, type::holds));
        VersionTable version = new VersionTable(view, table, type.articles());
        version.addStandard();
        if (switchedOn(view, Switch.RECORD_TYPES) && !switchedOn(view, Switch.CLASSIC)) {
            version.addRecordTypes();
        }
        version.addCustom();
        return table;
    }

    /// `KnowledgeArticleVersion`: the versions of all types, with standard fields only.
    static Table<ArticleVersion> abstractOf(View view, List<ArticleType> types) {
        Table.Name name = new Table.Name("KnowledgeArticleVersion", "Knowledge Article Version", "ka0");
        Table<ArticleVersion> table = new Table<>(name, new VersionRows(view, row -> true));
        new VersionTable(view, table, "KnowledgeArticle").addStandard();
        List<String> names = types.stream().map(ArticleType::versions).toList();
        table.add(Column.picklist("ArticleType", names, row -> objectOf(row, types)));
        return table;
    }

    private static @Nullable Object objectOf(ArticleVersion row, List<ArticleType> types) {
        return types.stream()
                .filter(type -> type.holds(row))
                .map(ArticleType::versions)
                .findFirst()
                .orElse(null);
    }

    static String recordTypeId(String developerName) {
        return SalesforceId.of("012", Math.floorMod(developerName.hashCode(), RECORD_TYPE_IDS) + 1L);
    }

    private static boolean switchedOn(View view, Switch flag) {
        return view.switches().on(flag);
    }

    private void addStandard() {
        addIdentity();
        addLifeCycle();
        addAudit();
        addChannels();
        if (switches.on(Switch.MULTI_LANGUAGE)) {
            addLanguages();
        }
        if (switches.on(Switch.VALIDATION_STATUS)) {
            table.add(Column.picklist(
                    "ValidationStatus",
                    List.copyOf(view.org().validationStatuses()),
                    row -> row.content().labels().validationStatus()));
        }
    }

    private void addIdentity() {
        table.add(Column.id(ArticleVersion::id));
        table.add(Column.reference("KnowledgeArticleId", articleObject, ArticleVersion::articleId));
        table.add(Column.text("ArticleNumber", 30, row -> row.identity().articleNumber()));
        table.add(Column.reference("OwnerId", "User", row -> Org.AUTHOR_ID));
        table.add(Column.flag("IsDeleted", row -> false));
        table.add(Column.text("Title", 255, row -> row.content().title()));
        table.add(Column.text("UrlName", 255, row -> row.content().urlName()));
        table.add(Column.<ArticleVersion>of(
                        "Summary",
                        Column.Type.TEXTAREA,
                        1_000,
                        row -> row.content().summary())
                .with(Column.Traits.LONG_TEXT));
        List<String> languages = List.copyOf(view.org().languages());
        table.add(Column.picklist("Language", languages, ArticleVersion::language));
        table.add(Column.picklist(
                "ArticleMasterLanguage", languages, row -> row.identity().masterLanguage()));
        for (String relationship : List.of("Owner", "CreatedBy", "LastModifiedBy")) {
            table.parent(relationship, "User", row -> Org.AUTHOR_ID);
            table.add(Column.text(relationship + ".Name", 121, row -> Org.AUTHOR_NAME));
        }
    }

    private void addLifeCycle() {
        table.add(Column.picklist(
                "PublishStatus",
                List.of("Draft", "Online", "Archived"),
                row -> row.status().wireName()));
        table.add(Column.flag("IsLatestVersion", ArticleVersion::latest));
        table.add(Column.number("VersionNumber", ArticleVersion::versionNumber).with(Column.Traits.UNFILTERABLE));
        table.add(Column.dateTime("FirstPublishedDate", row -> row.stamps().firstPublished()));
        table.add(Column.dateTime("LastPublishedDate", row -> row.stamps().lastPublished()));
        table.add(Column.dateTime("ArchivedDate", row -> row.stamps().archived()));
        table.add(Column.dateTime("ArticleArchivedDate", row -> row.stamps().archived()));
        table.add(Column.dateTime("ArticleCreatedDate", row -> row.stamps().created()));
        table.add(Column.dateTime("NextReviewDate", row -> null));
        table.add(Column.reference("ArchivedById", "User", VersionTable::archivedBy));
        table.add(Column.reference("ArticleArchivedById", "User", VersionTable::archivedBy));
        table.add(Column.reference("ArticleCreatedById", "User", row -> Org.AUTHOR_ID));
        table.add(Column.reference("SourceId", "Case", row -> null));
        table.add(
                Column.number("ArticleTotalViewCount", row -> view.org().views().of(row.articleId())));
        table.add(Column.number("ArticleCaseAttachCount", row -> 0));
    }

    private void addAudit() {
        table.add(Column.dateTime("CreatedDate", row -> row.stamps().created()));
        table.add(Column.reference("CreatedById", "User", row -> Org.AUTHOR_ID));
        table.add(Column.dateTime("LastModifiedDate", row -> row.stamps().lastModified()));
        table.add(Column.reference("LastModifiedById", "User", row -> Org.AUTHOR_ID));
        table.add(Column.dateTime("SystemModstamp", row -> row.stamps().systemModstamp()));
    }

    private static @Nullable Object archivedBy(ArticleVersion row) {
        return row.status() == PublishStatus.ARCHIVED ? Org.AUTHOR_ID : null;
    }

    private void addChannels() {
        for (Channel channel : Channel.values()) {
            table.add(Column.flag(
                    "IsVisibleIn" + channel.wireName(),
                    row -> row.content().labels().channels().contains(channel)));
        }
    }

    private void addLanguages() {
        table.add(Column.flag("IsMasterLanguage", row -> row.identity().master()));
        table.add(Column.reference(
                "MasterVersionId", table.name().api(), row -> row.identity().masterVersionId()));
        table.add(Column.flag("IsOutOfDate", row -> row.content().labels().outOfDate()));
        table.add(Column.dateTime(
                "TranslationCompletedDate",
                row -> row.identity().master() ? null : row.stamps().lastPublished()));
        table.add(Column.dateTime("TranslationExportedDate", row -> null));
        table.add(Column.dateTime("TranslationImportedDate", row -> null));
    }

    private void addRecordTypes() {
        Function<ArticleVersion, @Nullable String> type =
                row -> row.content().labels().recordType();
        Function<ArticleVersion, @Nullable String> id = row -> mapped(type.apply(row), VersionTable::recordTypeId);
        table.add(Column.reference("RecordTypeId", "RecordType", id::apply));
        table.parent("RecordType", "RecordType", id);
        table.add(Column.text("RecordType.DeveloperName", 80, type::apply));
        table.add(Column.text("RecordType.Name", 80, row -> mapped(type.apply(row), name -> name.replace('_', ' '))));
        table.add(Column.of("RecordType.Id", Column.Type.ID, 18, id::apply));
    }

    private static @Nullable String mapped(@Nullable String value, Function<String, String> mapping) {
        return value == null ? null : mapping.apply(value);
    }

    private void addCustom() {
        Column.Traits textArea = new Column.Traits(true, true, true, false);
        Column.Traits longText = new Column.Traits(false, false, true, false);
        Column.Traits richText = new Column.Traits(false, false, true, true);
        table.add(custom(ArticleBody.QUESTION, Column.TEXT_AREA, textArea, VersionTable::question));
        table.add(custom(ArticleBody.ANSWER, RICH_TEXT, richText, this::answer));
        table.add(custom(ArticleBody.DETAILS, LONG_TEXT, longText, VersionTable::details));
    }

    private static Column<ArticleVersion> custom(
            String name, int length, Column.Traits traits, Function<ArticleVersion, @Nullable Object> reader) {
        return Column.of(name, Column.Type.TEXTAREA, length, reader).with(traits);
    }

    private static @Nullable Object question(ArticleVersion row) {
        return row.content().body().text(ArticleBody.QUESTION);
    }

    private static @Nullable Object details(ArticleVersion row) {
        return row.content().body().text(ArticleBody.DETAILS);
    }

    private @Nullable Object answer(ArticleVersion row) {
        return RichTextImages.addressed(row.id(), row.content().body().text(ArticleBody.ANSWER), switches.imageHost());
    }
}
