package dev.allotrope.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// An org and the authors of its articles. Every edition of a text, drafts included, has a mark of its own in title and
/// body, and every version of a file in name and text.
final class AuthoredOrg {
    static final Pattern MARK = Pattern.compile("MK\\d+q");

    static final int ARTICLES = 10;

    /// What stands for the bytes of a picture.
    static final String PICTURE = "a picture of a button";

    private static final String PICTURE_ID = "0EM000000000001";

    /// How far behind the newest stamps those of a change are that commits late.
    private static final int LATE_SECONDS = 240;

    /// How long ago the drafts were written that are published later: further back than what is read again.
    private static final int LONG_AGO_SECONDS = 3_600;

    private final SimulatedOrg org;
    private final AtomicInteger editions = new AtomicInteger();
    private final Set<String> unpublished = new HashSet<>();

    AuthoredOrg(SimulatedOrg org) {
        this.org = org;
    }

    SimulatedOrg org() {
        return org;
    }

    /// The names of the articles that the org publishes now and of the files that hang on them, by external id.
    Map<String, String> names() {
        Map<String, String> files = org.files();
        Map<String, String> names = new TreeMap<>();
        for (SimulatedOrg.Article article : org.published()) {
            names.put(article.externalId(), article.title());
            article.files().forEach(file -> names.put(article.externalId(file), files.get(file)));
        }
        return names;
    }

    /// The marks of what was never published.
    Set<String> unpublished() {
        return Set.copyOf(unpublished);
    }

    /// Ten articles, two of them translated, five in categories, four with files; beside them what must not be seen: a
    /// draft, an archived one, and the drafts of two published ones, two of them with files.
    AuthoredOrg founded() {
        for (int i = 0; i < ARTICLES; i++) {
            create(name(i), "Online", i % 2 == 0 ? List.of(i) : List.of());
        }
        translate(name(0), "de");
        translate(name(1), "fr");
        create("never", "Draft", List.of());
        create("former", "Archived", List.of());
        draft(name(2), Map.of("files", List.of(secretFile())));
        draft(name(1), Map.of("late_seconds", LONG_AGO_SECONDS));
        String shared = attach(name(0));
        attach(name(3), shared);
        List.of(5, 6, 9).forEach(number -> attach(name(number)));
        return this;
    }

    /// What authors do in a day: three articles and a translation go, one comes, four texts change, one of them in a
    /// transaction that commits late and one by a draft of long ago, and there are drafts. A file comes, one goes,
    /// one has a new version.
    void changed() {
        edit(name(3), "en_US");
        edit(name(0), "de");
        editLate(name(4));
        draft(name(5), Map.of());
        attach(name(4));
        replaceFile(name(5));
        detach(name(9));
        create("newcomer", "Online", List.of(0));
        act(name(6), "archive", Map.of());
        act(name(7), "unpublish", Map.of());
        act(name(8), "archive", Map.of());
        act(name(8), "delete", Map.of());
        act(name(1), "unpublish", Map.of("language", "fr"));
        act(name(1), "publish", Map.of("language", "en_US"));
        noteWhatIsPublished();
    }

    void create(String name, String status, List<Integer> categories) {
        Map<String, Object> line = edition(name);
        line.put("id", name);
        line.put("status", status);
        line.put("categories", categories.stream().map(AuthoredOrg::category).toList());
        if (!status.equals("Online")) {
            unpublished.add(mark(line));
            line.put("files", List.of(secretFile()));
        }
        org.create(line);
    }

    /// An article that shows a picture.
    void createWithPicture(String name) {
        org.image(Map.of(
                "id",
                PICTURE_ID,
                "base64",
                Base64.getEncoder().encodeToString(PICTURE.getBytes(StandardCharsets.UTF_8))));
        Map<String, Object> line = edition(name);
        line.put("id", name);
        line.put("html", line.get("html") + "<p><img src=\"/servlet/rtaImage?refid=" + PICTURE_ID + "\"></p>");
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

    /// Edits one in a transaction that began minutes ago: the stamps are older than others that were seen before.
    private void editLate(String name) {
        Map<String, Object> change = edition(name);
        change.put("late_seconds", LATE_SECONDS);
        act(name, "edit", change);
    }

    /// Edits an article without publishing that.
    private void draft(String name, Map<String, ?> more) {
        Map<String, Object> change = edition(name);
        change.putAll(more);
        change.put("publish", false);
        unpublished.add(mark(change));
        act(name, "edit", change);
    }

    /// Hangs a new file on an article, in all its languages; answers the document.
    private String attach(String name) {
        act(name, "attach", file());
        return files(name).getLast();
    }

    /// Hangs a document on one more article.
    private void attach(String name, String document) {
        act(name, "attach", Map.of("document", document));
    }

    private void replaceFile(String name) {
        org.replaceFile(files(name).getFirst(), file());
    }

    private void detach(String name) {
        act(name, "detach", Map.of("document", files(name).getFirst()));
    }

    /// The documents that hang on what is published of an article.
    private List<String> files(String name) {
        List<String> ids = org.publishedUnder(name);
        return org.published().stream()
                .filter(article -> ids.contains(article.externalId()))
                .flatMap(article -> article.files().stream())
                .distinct()
                .toList();
    }

    private Map<String, String> file() {
        String mark = nextMark();
        return Map.of("name", "plan " + mark + ".txt", "text", "The plan says to wait for " + mark + ".");
    }

    /// A file that nobody may see.
    private Map<String, String> secretFile() {
        Map<String, String> file = file();
        unpublished.add(mark(file.get("name")));
        return file;
    }

    void categorize(String name, int category) {
        act(name, "categorize", categories(category));
    }

    /// What is published now is no secret any more.
    private void noteWhatIsPublished() {
        names().values().stream().map(AuthoredOrg::mark).forEach(unpublished::remove);
    }

    /// The following do nothing where the article's state does not allow it.
    boolean tryEdit(String name, String language) {
        Map<String, Object> change = edition(name);
        change.put("language", language);
        return tryTo(name, "edit", change);
    }

    boolean tryDraft(String name) {
        Map<String, Object> change = edition(name);
        change.put("publish", false);
        change.put("late_seconds", LONG_AGO_SECONDS);
        unpublished.add(mark(change));
        return tryTo(name, "edit", change);
    }

    boolean tryTranslate(String name, String language) {
        return tryTo("/sim/articles", translation(name, language));
    }

    boolean tryTo(String name, String action, Map<String, ?> body) {
        return tryTo("/sim/articles/" + name + "/" + action, body);
    }

    /// Gives an article another link and other labels.
    boolean tryRelabel(String name, int how) {
        boolean even = how % 2 == 0;
        Map<String, ?> change = Map.of(
                "url_name",
                name + "-moved-" + how,
                "channels",
                even ? List.of("App") : List.of("App", "Pkb", "Csp"),
                "record_type",
                how % 3 == 0 ? "Faq" : "Guide",
                "validation_status",
                even ? "Validated" : "Not Validated");
        return tryTo(name, "edit", change);
    }

    private boolean tryTo(String path, Map<String, ?> body) {
        boolean done = org.tryTo(path, body);
        noteWhatIsPublished();
        return done;
    }

    /// Hangs a new file on an article, gives the first one that it has a new version, or takes that off.
    boolean tryFile(String name, int how) {
        List<String> there = files(name);
        if (how == 0 || there.isEmpty()) {
            return tryTo(name, "attach", file());
        }
        if (how == 1) {
            org.replaceFile(there.getFirst(), file());
            return true;
        }
        return tryTo(name, "detach", Map.of("document", there.getFirst()));
    }

    static Map<String, ?> categories(int category) {
        return Map.of("categories", List.of(category(category)));
    }

    JsonNode act(String name, String action, Map<String, ?> body) {
        return org.article(name, action, body);
    }

    static String name(int number) {
        return "article-" + number;
    }

    private Map<String, Object> edition(String name) {
        String mark = nextMark();
        return new HashMap<>(Map.of(
                "title", "About " + name + " " + mark,
                "html", "<h2>Steps</h2><p>Hold the button of " + name + " until " + mark + " lights up.</p>"));
    }

    private String nextMark() {
        return "MK" + editions.incrementAndGet() + "q";
    }

    private static String mark(Map<String, ?> edition) {
        return mark(String.valueOf(edition.get("title")));
    }

    /// The one in the title of an article or the name of a file.
    static String mark(String title) {
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
