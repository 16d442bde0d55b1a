package dev.allotrope.e2e;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// An org and the authors of its articles. Every edition of a text, drafts included, has a mark of its own in title and
/// body.
final class AuthoredOrg {
    static final Pattern MARK = Pattern.compile("MK\\d+q");

    static final int ARTICLES = 10;

    private final SimulatedOrg org;
    private final AtomicInteger editions = new AtomicInteger();
    private final Set<String> unpublished = new HashSet<>();

    AuthoredOrg(SimulatedOrg org) {
        this.org = org;
    }

    SimulatedOrg org() {
        return org;
    }

    /// The mark of what the org publishes now, by external id.
    Map<String, Set<String>> marks() {
        return org.published().stream()
                .collect(Collectors.toMap(
                        SimulatedOrg.Article::externalId,
                        article -> Set.of(mark(article.title())),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /// The marks of what was never published.
    Set<String> unpublished() {
        return Set.copyOf(unpublished);
    }

    /// Ten articles, two of them translated, five in categories; beside them what must not be seen: a draft, an
    /// archived one,
    /// and the draft of a published one.
    AuthoredOrg founded() {
        for (int i = 0; i < ARTICLES; i++) {
            create(name(i), "Online", i % 2 == 0 ? List.of(i) : List.of());
        }
        translate(name(0), "de");
        translate(name(1), "fr");
        create("never", "Draft", List.of());
        create("former", "Archived", List.of());
        draft(name(2));
        return this;
    }

    /// What authors do in a day: three articles and a translation go, one comes, three texts change, and there are
    /// drafts.
    void changed() {
        edit(name(3), "en_US");
        edit(name(0), "de");
        edit(name(4), "en_US");
        draft(name(5));
        create("newcomer", "Online", List.of(0));
        act(name(6), "archive", Map.of());
        act(name(7), "unpublish", Map.of());
        act(name(8), "archive", Map.of());
        act(name(8), "delete", Map.of());
        act(name(1), "unpublish", Map.of("language", "fr"));
    }

    void create(String name, String status, List<Integer> categories) {
        Map<String, Object> line = edition(name);
        line.put("id", name);
        line.put("status", status);
        line.put("categories", categories.stream().map(AuthoredOrg::category).toList());
        if (!status.equals("Online")) {
            unpublished.add(mark(line));
        }
        org.create(line);
    }

    void translate(String name, String language) {
        org.create(translation(name, language));
    }

    private Map<String, Object> translation(String name, String language) {
        Map<String, Object> line = edition(name + " in " + language);
        line.put("id", name + "-" + language);
        line.put("article", name);
        line.put("language", language);
        return line;
    }

    void edit(String name, String language) {
        Map<String, Object> change = edition(name);
        change.put("language", language);
        act(name, "edit", change);
    }

    /// Edits an article without publishing that.
    void draft(String name) {
        Map<String, Object> change = edition(name);
        change.put("publish", false);
        unpublished.add(mark(change));
        act(name, "edit", change);
    }

    void categorize(String name, int category) {
        act(name, "categorize", categories(category));
    }

    /// The following do nothing where the article's state does not allow it.
    void tryEdit(String name, String language) {
        Map<String, Object> change = edition(name);
        change.put("language", language);
        tryTo(name, "edit", change);
    }

    void tryDraft(String name) {
        Map<String, Object> change = edition(name);
        change.put("publish", false);
        unpublished.add(mark(change));
        tryTo(name, "edit", change);
    }

    void tryTranslate(String name, String language) {
        org.tryTo("/sim/articles", translation(name, language));
        whatIsPublishedIsNoSecret();
    }

    void tryTo(String name, String action, Map<String, ?> body) {
        org.tryTo("/sim/articles/" + name + "/" + action, body);
        whatIsPublishedIsNoSecret();
    }

    static Map<String, ?> categories(int category) {
        return Map.of("categories", List.of(category(category)));
    }

    private void whatIsPublishedIsNoSecret() {
        org.published().forEach(article -> unpublished.remove(mark(article.title())));
    }

    JsonNode act(String name, String action, Map<String, ?> body) {
        return org.article(name, action, body);
    }

    static String name(int number) {
        return "article-" + number;
    }

    private Map<String, Object> edition(String name) {
        String mark = "MK" + editions.incrementAndGet() + "q";
        return new HashMap<>(Map.of(
                "title", "About " + name + " " + mark,
                "html", "<h2>Steps</h2><p>Hold the button of " + name + " until " + mark + " lights up.</p>"));
    }

    private static String mark(Map<String, ?> edition) {
        return mark(String.valueOf(edition.get("title")));
    }

    private static String mark(String title) {
        Matcher matcher = MARK.matcher(title);
        if (!matcher.find()) {
            throw new IllegalStateException(title + " has no mark");
        }
        return matcher.group();
    }

    private static Map<String, ?> category(int number) {
        return Map.of("group", "Products", "path", List.of("All", "Routers", "X" + number));
    }
}
