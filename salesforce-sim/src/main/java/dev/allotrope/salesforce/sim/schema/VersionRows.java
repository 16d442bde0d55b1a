package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.query.Conditions;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The versions of articles, by the rules of SOQL for Knowledge (SOQL reference, SOQL Object Limits:
/// KnowledgeArticleVersion).
final class VersionRows implements Table.Rows<ArticleVersion> {

    private final View view;
    private final Predicate<ArticleVersion> held;

    VersionRows(View view, Predicate<ArticleVersion> held) {
        this.view = view;
        this.held = held;
    }

    @Override
    public List<ArticleVersion> all() {
        return view.org().rows();
    }

    @Override
    public Optional<List<ArticleVersion>> by(String field, Collection<String> ids) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "knowledgearticleid" ->
                Optional.of(view.org().rowsOf(ids).stream()
                        .sorted(Comparator.comparing(ArticleVersion::id))
                        .toList());
            case "id" ->
                Optional.of(
                        ids.stream().flatMap(id -> view.org().row(id).stream()).toList());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean isVisible(ArticleVersion row) {
        return held.test(row) && view.sees(row);
    }

    @Override
    public boolean isDeleted(String id) {
        return view.org().isInRecycleBin(id);
    }

    /// Older archived versions come only to a query by Id or KnowledgeArticleId that asks for
    /// `IsLatestVersion = false`.
    @Override
    public Predicate<ArticleVersion> reachable(Soql soql) {
        boolean byId = Conditions.mentions(soql.where(), "Id");
        boolean oldVersions = Conditions.mentions(soql.where(), "IsLatestVersion")
                && (byId || Conditions.mentions(soql.where(), "KnowledgeArticleId"));
        Predicate<ArticleVersion> reachable =
                row -> row.latest() || row.status() != PublishStatus.ARCHIVED || oldVersions;
        if (soql.categories().isEmpty()) {
            return reachable;
        }
        if (!byId && !Conditions.mentions(soql.where(), "PublishStatus")) {
            throw new SoqlException(
                    "MALFORMED_QUERY",
                    "WITH DATA CATEGORY requires a filter on PublishStatus or Id in the WHERE clause");
        }
        return reachable.and(CategoryFilter.bind(soql.categories(), view.org().categories()));
    }
}
