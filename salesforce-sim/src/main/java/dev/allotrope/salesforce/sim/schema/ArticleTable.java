package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.knowledge.ArticleHead;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.knowledge.Stamps;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Articles as a whole, `Knowledge__ka` and `KnowledgeArticle` (object reference): seen by whoever sees a version.
final class ArticleTable implements Table.Rows<ArticleHead> {

    private final View view;
    private final Predicate<ArticleVersion> held;

    private ArticleTable(View view, Predicate<ArticleVersion> held) {
        this.view = view;
        this.held = held;
    }

    static Table<ArticleHead> of(View view, ArticleType type) {
        Table.Name name = new Table.Name(type.articles(), type.label(), type.keyPrefix("kA"));
        return filled(view, new Table<>(name, new ArticleTable(view, type::holds)));
    }

    static Table<ArticleHead> abstractOf(View view) {
        Table.Name name = new Table.Name("KnowledgeArticle", "Knowledge Article", "kA0");
        return filled(view, new Table<>(name, new ArticleTable(view, row -> true)));
    }

    private static Table<ArticleHead> filled(View view, Table<ArticleHead> table) {
        List<String> languages = List.copyOf(view.org().languages());
        table.add(Column.id(ArticleHead::id));
        table.add(Column.flag("IsDeleted", row -> false));
        table.add(Column.text("ArticleNumber", 30, ArticleHead::number));
        table.add(Column.picklist("MasterLanguage", languages, ArticleHead::masterLanguage));
        table.add(Column.dateTime("FirstPublishedDate", row -> orNull(row.earliest(Stamps::firstPublished))));
        table.add(Column.dateTime("LastPublishedDate", row -> orNull(row.latest(Stamps::lastPublished))));
        table.add(Column.dateTime("ArchivedDate", ArticleTable::archived));
        table.add(Column.reference("ArchivedById", "User", row -> archived(row) == null ? null : Org.AUTHOR_ID));
        table.add(Column.number("CaseAssociationCount", row -> 0));
        table.add(Column.number("TotalViewCount", row -> view.org().views().of(row.id())));
        table.add(Column.dateTime("CreatedDate", row -> orNull(row.earliest(Stamps::created))));
        table.add(Column.reference("CreatedById", "User", row -> Org.AUTHOR_ID));
        table.add(Column.dateTime("LastModifiedDate", row -> orNull(row.latest(Stamps::lastModified))));
        table.add(Column.reference("LastModifiedById", "User", row -> Org.AUTHOR_ID));
        table.add(Column.dateTime("SystemModstamp", row -> orNull(row.latest(Stamps::systemModstamp))));
        return table;
    }

    /// When the article left the shelf, null while its master is online or a draft.
    private static @Nullable Object archived(ArticleHead row) {
        return orNull(row.master()
                .filter(version -> version.status() == PublishStatus.ARCHIVED)
                .flatMap(version -> Optional.ofNullable(version.stamps().archived())));
    }

    private static @Nullable Object orNull(Optional<?> value) {
        return value.orElse(null);
    }

    @Override
    public List<ArticleHead> all() {
        return view.org().heads();
    }

    @Override
    public Optional<List<ArticleHead>> by(String field, Collection<String> ids) {
        return field.equalsIgnoreCase("Id") ? Optional.of(view.org().heads(ids)) : Optional.empty();
    }

    @Override
    public boolean isVisible(ArticleHead row) {
        return row.versions().stream().anyMatch(version -> held.test(version) && view.sees(version));
    }
}
