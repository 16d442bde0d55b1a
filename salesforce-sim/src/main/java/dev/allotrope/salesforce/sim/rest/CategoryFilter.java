package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.salesforce.sim.soql.DataCategoryFilter;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// WITH DATA CATEGORY: at most three conditions, each group once (SOQL reference, WITH DATA CATEGORY).
final class CategoryFilter {

    private static final int MAX_CONDITIONS = 3;

    private CategoryFilter() {}

    static Predicate<ArticleVersion> bind(List<DataCategoryFilter> filters, List<ArticleVersion> rows) {
        long groups = filters.stream().map(DataCategoryFilter::group).distinct().count();
        if (filters.size() > MAX_CONDITIONS || groups < filters.size()) {
            throw new SoqlException("MALFORMED_QUERY", "WITH DATA CATEGORY takes three groups at most, each once");
        }
        Predicate<ArticleVersion> all = row -> true;
        for (DataCategoryFilter filter : filters) {
            Set<String> ancestors = ancestors(filter, rows);
            all = all.and(row -> row.content().labels().categories().stream()
                    .anyMatch(selection -> matches(filter, ancestors, selection)));
        }
        return all;
    }

    private static boolean matches(DataCategoryFilter filter, Set<String> ancestors, CategorySelection selection) {
        if (!selection.group().equalsIgnoreCase(filter.group())) {
            return false;
        }
        boolean at = filter.categories().contains(selection.name());
        boolean below = !at && selection.path().stream().anyMatch(filter.categories()::contains);
        boolean above = !at && ancestors.contains(selection.name());
        return switch (filter.selector()) {
            case AT -> at;
            case ABOVE -> at || above;
            case BELOW -> at || below;
            case ABOVE_OR_BELOW -> at || above || below;
        };
    }

    private static Set<String> ancestors(DataCategoryFilter filter, List<ArticleVersion> rows) {
        Set<String> found = new HashSet<>();
        for (ArticleVersion row : rows) {
            for (CategorySelection selection : row.content().labels().categories()) {
                filter.categories().forEach(name -> {
                    int at = selection.path().indexOf(name);
                    if (at > 0 && selection.group().equalsIgnoreCase(filter.group())) {
                        found.addAll(selection.path().subList(0, at));
                    }
                });
            }
        }
        return found;
    }
}
