package dev.allotrope.salesforce.sim.support;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.category.Category;
import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Data category groups and categories, as far as the user sees them (REST API guide, Data Category Groups and Data
/// Category Detail). Names are without the `__c` that SOQL needs.
final class CategoryTrees {

    private static final String OBJECT = "KnowledgeArticleVersion";
    private static final int CATEGORY_SEGMENTS = 5;

    Reply answer(Request request, SupportApi.Asked asked) {
        String object = request.query().getOrDefault("sObjectName", OBJECT);
        if (!object.equals(OBJECT)) {
            throw new SupportException("INVALID_FILTER_VALUE", "sObjectName must be " + OBJECT);
        }
        boolean topOnly = Boolean.parseBoolean(request.query().getOrDefault("topCategoriesOnly", "true"));
        List<String> rest = asked.rest();
        if (rest.size() == CATEGORY_SEGMENTS && rest.get(3).equals("dataCategories")) {
            return category(asked, rest.get(2), rest.get(4));
        }
        if (rest.size() != 2) {
            throw new SupportException("NOT_FOUND", "The requested resource does not exist");
        }
        return Reply.json(200, Map.of("categoryGroups", groups(asked, topOnly)));
    }

    private static List<Map<String, @Nullable Object>> groups(SupportApi.Asked asked, boolean topOnly) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        if (!asked.view().switches().on(Switch.DATA_CATEGORIES)) {
            return all;
        }
        for (Categories.Shown group : categories(asked).shown(visibility(asked))) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("label", group.label());
            shown.put("name", group.name());
            shown.put("objectUsage", OBJECT);
            shown.put(
                    "topCategories",
                    group.top().stream()
                            .map(top -> show(asked, group.name(), top, topOnly ? 0 : Integer.MAX_VALUE))
                            .toList());
            all.add(shown);
        }
        return all;
    }

    /// A category with its children; an empty object when it is not visible.
    private static Reply category(SupportApi.Asked asked, String group, String name) {
        return categories(asked)
                .shown(group, name, visibility(asked))
                .map(category -> Reply.json(200, show(asked, group, category, 1)))
                .orElseGet(() -> Reply.json(200, Map.of()));
    }

    private static Map<String, @Nullable Object> show(
            SupportApi.Asked asked, String group, Category category, int levels) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put(
                "childCategories",
                levels == 0
                        ? null
                        : category.children().stream()
                                .map(child -> show(asked, group, child, levels - 1))
                                .toList());
        shown.put("label", category.label());
        shown.put("name", category.name());
        shown.put("url", url(asked, group, category.name()));
        return shown;
    }

    /// The `categoryGroups` of an article: the chosen categories of each group.
    static List<Map<String, Object>> chosen(SupportApi.Asked asked, ArticleVersion row) {
        List<CategorySelection> selections = row.content().labels().categories();
        Set<String> groups = new LinkedHashSet<>();
        selections.forEach(selection -> groups.add(selection.group()));
        List<Map<String, Object>> all = new ArrayList<>();
        for (String group : groups) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("groupLabel", categories(asked).label(group).orElse(group));
            shown.put("groupName", group);
            shown.put(
                    "selectedCategories",
                    selections.stream()
                            .filter(selection -> selection.group().equals(group))
                            .map(selection -> chosen(asked, selection))
                            .toList());
            all.add(shown);
        }
        return all;
    }

    private static Map<String, Object> chosen(SupportApi.Asked asked, CategorySelection selection) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(
                "categoryLabel",
                categories(asked)
                        .shown(selection.group(), selection.name(), CategoryVisibility.ALL)
                        .map(Category::label)
                        .orElse(selection.name()));
        shown.put("categoryName", selection.name());
        shown.put("url", url(asked, selection.group(), selection.name()));
        return shown;
    }

    private static String url(SupportApi.Asked asked, String group, String category) {
        return asked.base() + "/support/dataCategoryGroups/" + group + "/dataCategories/" + category + "?sObjectName="
                + OBJECT;
    }

    private static Categories categories(SupportApi.Asked asked) {
        return asked.view().org().categories();
    }

    private static CategoryVisibility visibility(SupportApi.Asked asked) {
        return asked.view().user().categories();
    }
}
