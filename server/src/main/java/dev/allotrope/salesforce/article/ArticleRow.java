package dev.allotrope.salesforce.article;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A row of the Knowledge object: its texts by field name, absent where the field is empty, and its data categories
/// as `Group:Category`. `moreCategories` points to those that did not fit beside the row. A row that is not Online
/// keeps nothing but its ids.
public record ArticleRow(
        Map<String, String> texts,
        SortedSet<String> categories,
        @Nullable String moreCategories) {
    public static final String RECORD_TYPE = "RecordType.DeveloperName";

    private static final String CATEGORIES = "DataCategorySelections";

    public static ArticleRow of(JsonNode record) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                texts.put(field.getKey(), storable(field.getValue().asString()));
            }
        }
        record.path("RecordType")
                .path("DeveloperName")
                .stringValueOpt()
                .ifPresent(name -> texts.put(RECORD_TYPE, name));
        ArticleRow row = new ArticleRow(texts, categories(record.path(CATEGORIES)), more(record.path(CATEGORIES)));
        return row.online() ? row : row.idsOnly();
    }

    /// PostgreSQL keeps no NUL in a text, and none means anything in an article.
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    public boolean online() {
        return text("PublishStatus").equals("Online");
    }

    public String id() {
        return text("Id");
    }

    public String articleId() {
        return text("KnowledgeArticleId");
    }

    public String externalId() {
        return ArticleKey.externalId(articleId(), text("Language"));
    }

    public Soql.Place place() {
        return new Soql.Place(articleId(), id());
    }

    /// The field's text, empty when it has none.
    public String text(String field) {
        return texts.getOrDefault(field, "");
    }

    public Optional<String> optional(String field) {
        return Optional.ofNullable(texts.get(field)).filter(text -> !text.isBlank());
    }

    public boolean flag(String field) {
        return text(field).equals("true");
    }

    public ArticleRow withCategories(SortedSet<String> newCategories) {
        return new ArticleRow(texts, newCategories, null);
    }

    /// This row with what hangs on it, as another reading of the same row has it.
    public ArticleRow withRelated(ArticleRow other) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        other.optional(RECORD_TYPE).ifPresent(name -> all.put(RECORD_TYPE, name));
        return new ArticleRow(all, other.categories, null);
    }

    public static String category(JsonNode selection) {
        return selection.path("DataCategoryGroupName").asString("") + ":"
                + selection.path("DataCategoryName").asString("");
    }

    private ArticleRow idsOnly() {
        Map<String, String> ids = new LinkedHashMap<>(texts);
        ids.keySet().retainAll(Set.of("Id", "KnowledgeArticleId"));
        return new ArticleRow(ids, new TreeSet<>(), null);
    }

    private static SortedSet<String> categories(JsonNode selections) {
        SortedSet<String> names = new TreeSet<>();
        for (JsonNode selection : selections.path("records")) {
            names.add(category(selection));
        }
        return names;
    }

    private static @Nullable String more(JsonNode selections) {
        String next = selections.path("nextRecordsUrl").asString("");
        return next.startsWith("/services/data/") ? next : null;
    }
}
