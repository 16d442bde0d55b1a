package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.query.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The objects there are for a user.
public final class Schema implements Tables {

    private final View view;
    private final Map<String, Table<?>> tables = new LinkedHashMap<>();
    private final List<Table<ArticleVersion>> articles = new ArrayList<>();

    private Schema(View view, String base) {
        this.view = view;
        List<ArticleType> types = ArticleType.of(view.org(), view.switches());
        if (view.mayReadKnowledge()) {
            types.forEach(this::addArticles);
            add(ArticleTable.abstractOf(view));
            add(VersionTable.abstractOf(view, types));
        }
        add(DocumentTable.of(view));
        add(FileVersionTable.of(view, base));
        add(LinkTable.of(view));
        if (view.switches().on(Switch.RECORD_TYPES) && !view.switches().on(Switch.CLASSIC)) {
            add(DirectoryTables.recordTypes(view, types.getFirst().versions()));
        }
        add(DirectoryTables.users(List.of(view.user())));
    }

    /// `base` is the path of the API version, `/services/data/v67.0`.
    public static Schema of(View view, String base) {
        return new Schema(view, base);
    }

    /// The id of a record type.
    public static String recordTypeId(String developerName) {
        return VersionTable.recordTypeId(developerName);
    }

    @Override
    public Optional<Table<?>> find(String name) {
        return Optional.ofNullable(tables.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The object of article versions, one unless Knowledge is Classic or not there.
    public Optional<Table<ArticleVersion>> articles(String name) {
        return articles.stream()
                .filter(table -> table.name().api().equalsIgnoreCase(name))
                .findFirst();
    }

    /// The object that holds a version.
    public Optional<Table<ArticleVersion>> holding(ArticleVersion row) {
        return articles.stream().filter(table -> table.rows().isVisible(row)).findFirst();
    }

    public Collection<Table<?>> tables() {
        return tables.values();
    }

    private void addArticles(ArticleType type) {
        Table<ArticleVersion> versions = VersionTable.of(view, type);
        if (view.switches().on(Switch.DATA_CATEGORIES)) {
            Table<SelectionTable.Selection> selections = SelectionTable.of(view, versions, type);
            versions.child(new Table.Child<>(
                    "DataCategorySelections", selections, "ParentId", row -> SelectionTable.of(view, row)));
            add(selections);
        }
        Table<LinkTable.Link> links = LinkTable.of(view);
        versions.child(
                new Table.Child<>("ContentDocumentLinks", links, "LinkedEntityId", row -> LinkTable.of(view, row)));
        view.hiddenFields().forEach(versions::hide);
        add(ArticleTable.of(view, type));
        add(versions);
        articles.add(versions);
    }

    private void add(Table<?> table) {
        if (table.name().api().equals("KnowledgeArticleVersion")) {
            view.hiddenFields().forEach(table::hide);
        }
        tables.put(table.name().api().toLowerCase(Locale.ROOT), table);
    }
}
