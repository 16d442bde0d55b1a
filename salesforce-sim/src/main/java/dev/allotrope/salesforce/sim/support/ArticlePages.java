package dev.allotrope.salesforce.sim.support;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.http.Json;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.knowledge.Views;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `…/support/knowledgeArticles`: a page of the online articles of one language (REST API guide, Articles List).
final class ArticlePages {

    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_PAGE = 100;
    private static final int MAX_GROUPS = 3;
    private static final List<String> DEFAULTS_LEFT_OUT = List.of("order", "pageNumber", "queryMethod", "sort");

    Reply answer(Request request, SupportApi.Asked asked, String language) {
        Map<String, String> query = request.query();
        int size = number(query, "pageSize", USUAL_PAGE);
        int page = number(query, "pageNumber", 1);
        if (size < 1 || size > LARGEST_PAGE || page < 1) {
            throw new SupportException("INVALID_FILTER_VALUE", "pageSize is 1 to 100, pageNumber at least 1");
        }
        String sort = query.getOrDefault("sort", "LastPublishedDate");
        List<ArticleVersion> found = online(asked, language, SupportApi.channel(request, asked))
                .filter(classified(asked, query))
                .filter(containing(query.get("q")))
                .sorted(order(asked, sort, query.getOrDefault("order", "DESC")))
                .toList();
        List<ArticleVersion> shown =
                found.stream().skip((long) (page - 1) * size).limit(size).toList();
        boolean more = (long) page * size < found.size() && !sort.equals("ViewScore");
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("articles", shown.stream().map(row -> summary(asked, row)).toList());
        answer.put("currentPageUrl", url(asked, query, page));
        answer.put("nextPageUrl", more ? url(asked, query, page + 1) : null);
        answer.put("pageNumber", page);
        return Reply.json(200, answer);
    }

    static Stream<ArticleVersion> online(SupportApi.Asked asked, String language, Channel channel) {
        return asked.view().org().rows().stream()
                .filter(row -> row.status() == PublishStatus.ONLINE
                        && row.language().equals(language)
                        && row.content().labels().channels().contains(channel)
                        && asked.view().sees(row));
    }

    private static Map<String, @Nullable Object> summary(SupportApi.Asked asked, ArticleVersion row) {
        Views views = asked.view().org().views();
        Map<String, @Nullable Object> article = new LinkedHashMap<>();
        article.put("articleNumber", row.identity().articleNumber());
        article.put("articleType", type(asked, row));
        article.put("categoryGroups", CategoryTrees.chosen(asked, row));
        article.put("downVoteCount", 0);
        article.put("id", row.articleId());
        article.put("lastPublishedDate", SupportApi.date(row.stamps().lastPublished()));
        article.put("summary", row.content().summary());
        article.put("title", row.content().title());
        article.put("upVoteCount", 0);
        article.put("url", asked.base() + "/support/knowledgeArticles/" + row.articleId());
        article.put("urlName", row.content().urlName());
        article.put("viewCount", views.of(row.articleId()));
        article.put("viewScore", score(views, row));
        return article;
    }

    static String type(SupportApi.Asked asked, ArticleVersion row) {
        return asked.schema().holding(row).map(table -> table.name().api()).orElse("KnowledgeArticleVersion");
    }

    /// Views against those of the article viewed most, of a hundred.
    static double score(Views views, ArticleVersion row) {
        return 100.0 * views.of(row.articleId()) / views.most();
    }

    /// `categories` is a JSON map of groups and categories; `queryMethod` says which of their line to take.
    private static Predicate<ArticleVersion> classified(SupportApi.Asked asked, Map<String, String> query) {
        String text = query.get("categories");
        if (text == null) {
            return row -> true;
        }
        Categories.Reach reach = reach(query.getOrDefault("queryMethod", "ABOVE_OR_BELOW"));
        Predicate<ArticleVersion> all = row -> true;
        for (Map.Entry<String, JsonNode> each : categories(text)) {
            String group = each.getKey();
            Set<String> names = asked.view()
                    .org()
                    .categories()
                    .reached(group, reach, List.of(each.getValue().asString()));
            all = all.and(row -> row.content().labels().categories().stream()
                    .anyMatch(selection ->
                            selection.group().equalsIgnoreCase(group) && names.contains(selection.name())));
        }
        return all;
    }

    private static Set<Map.Entry<String, JsonNode>> categories(String text) {
        JsonNode map;
        try {
            map = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new SupportException("ARGUMENT_OBJECT_PARSE_ERROR", "categories is not a JSON map");
        }
        if (!map.isObject()) {
            throw new SupportException("ARGUMENT_OBJECT_PARSE_ERROR", "categories is not a JSON map");
        }
        if (map.size() > MAX_GROUPS) {
            throw new SupportException("INVALID_FILTER_VALUE", "categories takes three groups at most");
        }
        return map.properties();
    }

    private static Categories.Reach reach(String name) {
        try {
            return Categories.Reach.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new SupportException("INVALID_FILTER_VALUE", "unknown queryMethod: " + name);
        }
    }

    /// A search takes the articles that contain every word.
    private static Predicate<ArticleVersion> containing(@Nullable String words) {
        if (words == null || words.isBlank()) {
            return row -> true;
        }
        List<String> all = List.of(words.toLowerCase(Locale.ROOT).trim().split("\\s+"));
        return row -> {
            String text = String.join(
                            "\n",
                            row.content().title(),
                            Optional.ofNullable(row.content().summary()).orElse(""),
                            Optional.ofNullable(row.content().body().text(ArticleBody.ANSWER))
                                    .orElse(""))
                    .toLowerCase(Locale.ROOT);
            return all.stream().allMatch(text::contains);
        };
    }

    private static Comparator<ArticleVersion> order(SupportApi.Asked asked, String sort, String order) {
        Views views = asked.view().org().views();
        Comparator<ArticleVersion> ascending = switch (sort) {
            case "LastPublishedDate" ->
                Comparator.comparing(
                        row -> Optional.ofNullable(row.stamps().lastPublished()).orElse(Instant.EPOCH));
            case "CreatedDate" -> Comparator.comparing(row -> row.stamps().created());
            case "Title" -> Comparator.comparing(row -> row.content().title());
            case "ViewScore" -> Comparator.comparing(row -> views.of(row.articleId()));
            default -> throw new SupportException("INVALID_FILTER_VALUE", "unknown sort: " + sort);
        };
        Comparator<ArticleVersion> sorted = order.equalsIgnoreCase("ASC") ? ascending : ascending.reversed();
        return sorted.thenComparing(ArticleVersion::id);
    }

    /// The address of a page; parameters with their default value are left out.
    private static String url(SupportApi.Asked asked, Map<String, String> query, int page) {
        List<String> parameters = new ArrayList<>();
        List.of("categories", "channel", "order", "pageNumber", "pageSize", "q", "queryMethod", "sort")
                .forEach(name -> {
                    String value =
                            name.equals("pageNumber") ? (page == 1 ? null : Integer.toString(page)) : query.get(name);
                    if (value != null && !isDefault(name, value)) {
                        parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
                    }
                });
        String path = asked.base() + "/support/knowledgeArticles";
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private static boolean isDefault(String name, String value) {
        return DEFAULTS_LEFT_OUT.contains(name)
                && List.of("DESC", "ABOVE_OR_BELOW", "LastPublishedDate").contains(value);
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        String text = query.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("\\d{1,6}")) {
            throw new SupportException("INVALID_FILTER_VALUE", name + " is no number: " + text);
        }
        return Integer.parseInt(text);
    }
}
