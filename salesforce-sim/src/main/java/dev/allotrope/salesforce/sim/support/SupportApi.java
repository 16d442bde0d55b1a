package dev.allotrope.salesforce.sim.support;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.schema.Schema;
import dev.allotrope.salesforce.sim.schema.View;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `…/support` (REST API guide, Support Knowledge with REST API).
public final class SupportApi {

    private static final int ARTICLE_SEGMENTS = 3;

    private final ArticlePages pages = new ArticlePages();
    private final ArticleDetail detail = new ArticleDetail();
    private final CategoryTrees trees = new CategoryTrees();

    /// Who asks, what there is for that user, and the path below the API version, `support` first.
    public record Asked(View view, Schema schema, String base, List<String> rest) {}

    /// What a path below `support` asks for.
    public static CallKind kind(List<String> rest) {
        return switch (rest.size() > 1 ? rest.get(1) : "") {
            case "" -> CallKind.SUPPORT;
            case "knowledgeArticles" ->
                rest.size() == 2
                        ? CallKind.SUPPORT_ARTICLES
                        : rest.size() == ARTICLE_SEGMENTS ? CallKind.SUPPORT_ARTICLE : CallKind.OTHER;
            case "dataCategoryGroups" -> CallKind.CATEGORY_GROUPS;
            default -> CallKind.OTHER;
        };
    }

    public Reply answer(Request request, CallKind kind, Asked asked) {
        if (!asked.view().mayReadKnowledge()) {
            return Reply.error(403, "FUNCTIONALITY_NOT_ENABLED", "Knowledge is not enabled for this organization");
        }
        try {
            return switch (kind) {
                case SUPPORT_ARTICLES -> pages.answer(request, asked, language(request, asked));
                case SUPPORT_ARTICLE -> detail.answer(request, asked, language(request, asked));
                case CATEGORY_GROUPS -> trees.answer(request, asked);
                default -> Reply.json(200, resources(asked.base()));
            };
        } catch (SupportException e) {
            return Reply.error(e.status(), e.errorCode(), String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> resources(String base) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("dataCategoryGroups", base + "/support/dataCategoryGroups");
        all.put("knowledgeArticles", base + "/support/knowledgeArticles");
        return all;
    }

    /// `Accept-Language` is required, in the form `en-US`, and names one active Knowledge language. The error code is
    /// not printed in the documentation.
    private static String language(Request request, Asked asked) {
        String header = request.header("Accept-Language");
        if (header == null || header.isBlank()) {
            throw new SupportException(
                    "INVALID_LANGUAGE_CODE",
                    "Invalid language code. Check that the language is included in your Knowledge language settings.");
        }
        String wanted = header.split("[,;]")[0].trim().replace('-', '_');
        return asked.view().org().languages().stream()
                .filter(name -> name.equalsIgnoreCase(wanted))
                .filter(name -> !asked.view().switches().inactiveLanguages().contains(name))
                .findFirst()
                .orElseThrow(() -> new SupportException(
                        "INVALID_LANGUAGE_CODE", "The language code is not valid or not supported by Knowledge."));
    }

    /// The channel asked for, that of the user's kind by default.
    static Channel channel(Request request, Asked asked) {
        String name = request.query().get("channel");
        return name == null
                ? asked.view().user().kind().channel()
                : Channel.of(name)
                        .orElseThrow(() -> new SupportException("INVALID_FILTER_VALUE", "unknown channel: " + name));
    }

    /// `2015-02-25T02:07:18Z`: no milliseconds, unlike in queries.
    static @Nullable String date(@Nullable Instant time) {
        return Optional.ofNullable(time)
                .map(each -> DateTimeFormatter.ISO_INSTANT.format(each.truncatedTo(ChronoUnit.SECONDS)))
                .orElse(null);
    }
}
