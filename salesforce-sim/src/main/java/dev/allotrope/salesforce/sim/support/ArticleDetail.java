package dev.allotrope.salesforce.sim.support;

import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.Views;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `…/support/knowledgeArticles/{id}`: one article in one language, with the fields of its layout (REST API guide,
/// Articles Details). The page layout holds the title, what the author writes, and when it was published.
final class ArticleDetail {

    private static final List<String> LAYOUT =
            List.of("Title", "UrlName", "Summary", "Question__c", "Answer__c", "Details__c", "LastPublishedDate");
    private static final int CUSTOM_NAMES_WITH_SUFFIX = 44;

    Reply answer(Request request, SupportApi.Asked asked, String language) {
        Channel channel = SupportApi.channel(request, asked);
        String name = asked.rest().getLast();
        boolean byUrlName = Boolean.parseBoolean(request.query().getOrDefault("isUrlName", "false"));
        ArticleVersion row = ArticlePages.online(asked, language, channel)
                .filter(named(name, byUrlName))
                .findFirst()
                .orElseThrow(() -> new SupportException("NOT_FOUND", "The requested resource does not exist"));
        Views views = asked.view().org().views();
        if (Boolean.parseBoolean(request.query().getOrDefault("updateViewStat", "true"))) {
            views.count(row.articleId(), channel);
        }
        return Reply.json(200, shown(asked, row));
    }

    private static Predicate<ArticleVersion> named(String name, boolean byUrlName) {
        String id = SalesforceId.normalise(name).orElse("");
        return row -> (!byUrlName && row.articleId().equals(id))
                || row.content().urlName().equals(name);
    }

    private static Map<String, @Nullable Object> shown(SupportApi.Asked asked, ArticleVersion row) {
        Views views = asked.view().org().views();
        Map<String, @Nullable Object> article = new LinkedHashMap<>();
        article.put("allViewCount", views.of(row.articleId()));
        article.put("allViewScore", ArticlePages.score(views, row));
        for (Channel channel : Channel.values()) {
            String prefix = channel.wireName().toLowerCase(Locale.ROOT);
            article.put(prefix + "DownVoteCount", 0);
            article.put(prefix + "UpVoteCount", 0);
            article.put(prefix + "ViewCount", views.of(row.articleId(), channel));
            article.put(prefix + "ViewScore", 100.0 * views.of(row.articleId(), channel) / views.most());
        }
        article.put("articleNumber", row.identity().articleNumber());
        article.put("articleType", ArticlePages.type(asked, row));
        article.put("categoryGroups", CategoryTrees.chosen(asked, row));
        article.put("createdBy", author(asked));
        article.put("createdDate", SupportApi.date(row.stamps().created()));
        article.put("id", row.articleId());
        article.put("lastModifiedBy", author(asked));
        article.put("lastModifiedDate", SupportApi.date(row.stamps().lastModified()));
        article.put("lastPublishedDate", SupportApi.date(row.stamps().lastPublished()));
        article.put("layoutItems", layout(asked, row));
        article.put("summary", row.content().summary());
        article.put("title", row.content().title());
        article.put("url", asked.base() + "/support/knowledgeArticles/" + row.articleId());
        article.put("urlName", row.content().urlName());
        article.put("versionNumber", row.versionNumber());
        return article;
    }

    /// Names carry `__c` from v44 on, before that not.
    private static List<Map<String, @Nullable Object>> layout(SupportApi.Asked asked, ArticleVersion row) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        int version = Integer.parseInt(asked.base().replaceAll("\\D*(\\d+)\\.0$", "$1"));
        Table<ArticleVersion> table = asked.schema().holding(row).orElseThrow();
        for (String name : LAYOUT) {
            table.find(name).ifPresent(column -> items.add(item(column, row, version >= CUSTOM_NAMES_WITH_SUFFIX)));
        }
        return items;
    }

    private static Map<String, @Nullable Object> item(
            Column<ArticleVersion> column, ArticleVersion row, boolean whole) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("label", column.name().replace("__c", ""));
        item.put("name", whole ? column.name() : column.name().replace("__c", ""));
        item.put("type", type(column));
        Object value = column.read(row);
        item.put("value", value instanceof Instant time ? SupportApi.date(time) : value);
        return item;
    }

    private static String type(Column<ArticleVersion> column) {
        return switch (column.type()) {
            case TEXTAREA -> column.traits().html() ? "RICH_TEXT_AREA" : "TEXT_AREA";
            case DATE_TIME -> "DATE_TIME";
            case BOOLEAN -> "CHECKBOX";
            case PICKLIST -> "PICK_LIST";
            case INT -> "NUMBER";
            case REFERENCE -> "LOOKUP";
            case ID, STRING, BASE64 -> "TEXT";
        };
    }

    private static Map<String, Object> author(SupportApi.Asked asked) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("email", "author@sim.example");
        person.put("firstName", "Knowledge");
        person.put("id", Org.AUTHOR_ID);
        person.put("isActive", true);
        person.put("lastName", "Author");
        person.put("url", asked.base() + "/chatter/users/" + Org.AUTHOR_ID);
        person.put("userName", "author@sim.example");
        return person;
    }
}
