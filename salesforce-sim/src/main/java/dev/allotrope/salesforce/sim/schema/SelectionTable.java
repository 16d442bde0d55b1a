package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The categories chosen for versions, `Knowledge__DataCategorySelection` (object reference). They hang on the version,
/// so every version has its own.
final class SelectionTable implements Table.Rows<SelectionTable.Selection> {

    private static final String PREFIX = "02o";
    private static final int IDS_A_VERSION = 1_000_000;
    private static final int IDS_A_GROUP = 1_000;

    private final View view;
    private final Table<ArticleVersion> versions;

    private SelectionTable(View view, Table<ArticleVersion> versions) {
        this.view = view;
        this.versions = versions;
    }

    /// One chosen category of one version.
    record Selection(String id, ArticleVersion version, CategorySelection category) {}

    static Table<Selection> of(View view, Table<ArticleVersion> versions, ArticleType type) {
        Table.Name name = new Table.Name(type.selections(), "Data Category Selection: " + type.label(), PREFIX);
        Table<Selection> table = new Table<>(name, new SelectionTable(view, versions));
        table.add(Column.id(Selection::id));
        table.add(Column.reference(
                "ParentId", type.versions(), row -> row.version().id()));
        table.add(Column.text("DataCategoryGroupName", 80, row -> row.category().group()));
        table.add(Column.text("DataCategoryName", 80, row -> row.category().name()));
        table.add(Column.flag("IsDeleted", row -> false));
        table.add(Column.dateTime("CreatedDate", row -> row.version().stamps().created()));
        table.add(Column.reference("CreatedById", "User", row -> Org.AUTHOR_ID));
        table.add(
                Column.dateTime("SystemModstamp", row -> row.version().stamps().systemModstamp()));
        return table;
    }

    static List<Selection> of(View view, ArticleVersion version) {
        Categories categories = view.org().categories();
        long first = SalesforceId.number(version.id()) * IDS_A_VERSION;
        return version.content().labels().categories().stream()
                .map(category -> new Selection(
                        SalesforceId.of(
                                PREFIX,
                                first + categories.number(category) * (long) IDS_A_GROUP + categories.place(category)),
                        version,
                        category))
                .toList();
    }

    @Override
    public List<Selection> all() {
        return selections(versions.rows().all());
    }

    @Override
    public Optional<List<Selection>> by(String field, Collection<String> ids) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "parentid" -> versions.rows().by("Id", ids).map(this::selections);
            case "id" ->
                Optional.of(all().stream()
                        .filter(selection -> ids.contains(selection.id()))
                        .toList());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean isVisible(Selection row) {
        return versions.rows().isVisible(row.version());
    }

    private List<Selection> selections(List<ArticleVersion> rows) {
        return rows.stream().flatMap(row -> of(view, row).stream()).toList();
    }
}
