package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.soql.DataCategoryFilter;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// WITH DATA CATEGORY: at most three conditions, each group once (SOQL reference, WITH DATA CATEGORY).
final class CategoryFilter {

    private static final int MAX_CONDITIONS = 3;

    private CategoryFilter() {}

    static Predicate<ArticleVersion> bind(List<DataCategoryFilter> filters, Categories categories) {
        long groups = filters.stream()
                .map(filter -> filter.group().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (filters.size() > MAX_CONDITIONS || groups < filters.size()) {
            throw new SoqlException("MALFORMED_QUERY", "WITH DATA CATEGORY takes three groups at most, each once");
        }
        Predicate<ArticleVersion> all = row -> true;
        for (DataCategoryFilter filter : filters) {
            Set<String> names = categories.reached(filter.group(), reach(filter), filter.categories());
            all = all.and(row -> row.content().labels().categories().stream()
                    .anyMatch(selection ->
                            selection.group().equalsIgnoreCase(filter.group()) && names.contains(selection.name())));
        }
        return all;
    }

    private static Categories.Reach reach(DataCategoryFilter filter) {
        return switch (filter.selector()) {
            case AT -> Categories.Reach.AT;
            case ABOVE -> Categories.Reach.ABOVE;
            case BELOW -> Categories.Reach.BELOW;
            case ABOVE_OR_BELOW -> Categories.Reach.ABOVE_OR_BELOW;
        };
    }
}
