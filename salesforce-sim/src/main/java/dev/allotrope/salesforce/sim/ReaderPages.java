package dev.allotrope.salesforce.sim;

import static dev.allotrope.salesforce.sim.http.Page.escape;

import dev.allotrope.salesforce.sim.http.Page;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a reader with a browser finds: the published articles, each at the address that links to it have,
/// `/articles/{language}/{object}/{UrlName}`. Nobody has to log in to read.
final class ReaderPages {
    private static final int LISTED = 500;
    private static final int ADDRESS_PARTS = 4;

    private final Org org;

    ReaderPages(Org org) {
        this.org = org;
    }

    Reply answer(Request request) {
        List<String> address = request.segments();
        if (address.isEmpty()) {
            return list();
        }
        return named(address).map(ReaderPages::article).orElseGet(() -> Page.of(404, "en", "URL No Longer Exists", ""));
    }

    private Optional<ArticleVersion> named(List<String> address) {
        if (address.size() != ADDRESS_PARTS || !address.getFirst().equals("articles")) {
            return Optional.empty();
        }
        return online().stream()
                .filter(row -> row.language().equals(address.get(1))
                        && row.content().urlName().equals(address.getLast()))
                .findFirst();
    }

    private List<ArticleVersion> online() {
        return org.rows().stream()
                .filter(row -> row.status() == PublishStatus.ONLINE)
                .toList();
    }

    private Reply list() {
        List<ArticleVersion> online = online();
        StringBuilder rows = new StringBuilder();
        online.stream()
                .sorted(Comparator.comparing(ArticleVersion::language)
                        .thenComparing(row -> row.content().title()))
                .limit(LISTED)
                .forEach(row -> rows.append("<li lang=\"%s\"><a href=\"/articles/%s/Knowledge/%s\">%s</a> (%s)</li>\n"
                        .formatted(
                                language(row),
                                escape(row.language()),
                                escape(row.content().urlName()),
                                escape(row.content().title()),
                                escape(row.language()))));
        String shown = online.size() > LISTED ? ", of which the first " + LISTED + " are shown" : "";
        return Page.of(
                200,
                "en",
                "A simulated Salesforce org",
                "<p>%d articles are published%s. <a href=\"/sim/articles\">As JSON</a></p>\n<ul>\n%s</ul>"
                        .formatted(online.size(), shown, rows));
    }

    private static Reply article(ArticleVersion row) {
        ArticleBody body = row.content().body();
        String content = paragraph(row.content().summary())
                + paragraph(body.text(ArticleBody.QUESTION))
                + html(body.text(ArticleBody.ANSWER))
                + plain(body.text(ArticleBody.DETAILS))
                + "<p>Article %s, %s</p>".formatted(row.identity().articleNumber(), escape(row.language()));
        return Page.of(200, language(row), row.content().title(), content);
    }

    private static String paragraph(@Nullable String text) {
        return text == null ? "" : "<p>" + escape(text) + "</p>\n";
    }

    private static String html(@Nullable String text) {
        return text == null ? "" : "<div>" + text + "</div>\n";
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : "<pre>" + escape(text) + "</pre>\n";
    }

    private static String language(ArticleVersion row) {
        return escape(row.language().replace('_', '-'));
    }
}
