package dev.allotrope.salesforce.audit;

import dev.allotrope.salesforce.article.ArticleKey;
import dev.allotrope.salesforce.article.SalesforceId;
import dev.allotrope.source.audit.Mention;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads how people name an article: its number, the id of the article or of a version with 15 or 18 characters, an
/// external id, its URL name, or the address of a page that shows it. A number and a URL name cannot be told apart, and
/// a name may look like an id, so a text can mean several things.
public final class Mentions {
    /// The longest URL name (object reference, UrlName); a number is shorter.
    static final int MAX_NAME = 255;
    /// The longest address that is read.
    static final int MAX_ADDRESS = 4_000;

    private static final int WHOLE_ID = 18;

    /// The entries of an item's metadata that hold its names, and the fields they come from.
    private static final Map<String, String> NAMES = Map.of("article_number", "ArticleNumber", "url_name", "UrlName");

    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:https?://[^/?#]*|(?=/))([^?#]*)(.*)");
    private static final Pattern HOST = Pattern.compile(
            "(?i)(?:https?://[\\w.-]{1,200}\\.(?:salesforce\\.com|force\\.com|site\\.com|salesforce-sites\\.com)(?::\\d{1,5})?)?(?=/(?!/))");
    private static final Pattern ARTICLE_PAGE = Pattern.compile("/(?:articles/(?:[\\w-]+/)?\\w+|s/article)/[^/]+/?$");
    private static final Pattern PAGE_LANGUAGE = Pattern.compile("[?&](?:language|lang)=([\\w-]+)");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{1,8})*");
    private static final String PAGE_OF_RECORD = "view";

    private Mentions() {}

    /// Empty for a text that can name no article.
    public static Optional<Mention> read(String typed) {
        String text = typed.strip();
        if (text.isEmpty() || text.length() > MAX_ADDRESS || text.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Matcher address = ADDRESS.matcher(text);
        return address.matches() ? address(text, address.group(1), address.group(2)) : word(text);
    }

    /// What a link inside an article means: `/articles/<language>/<object>/<UrlName>` as the editor writes it (a smart
    /// link), or the page of an article on a host of Salesforce's or on none. Empty for links to anything else.
    public static Optional<Mention> link(String target) {
        Matcher address = ADDRESS.matcher(target.strip());
        if (!address.matches() || !HOST.matcher(target.strip()).lookingAt()) {
            return Optional.empty();
        }
        boolean page = ARTICLE_PAGE.matcher(address.group(1)).find();
        return read(target)
                .filter(mention -> page
                        || !mention.families().isEmpty()
                        || !mention.revisions().isEmpty())
                .map(mention -> new Mention(
                        mention.families(), mention.revisions(), mention.metadata(), null, mention.language()));
    }

    /// The fields by which to look for the mentioned names.
    static Map<String, String> fields(Mention mention) {
        Map<String, String> fields = new LinkedHashMap<>();
        mention.metadata().forEach((entry, name) -> fields.put(NAMES.getOrDefault(entry, entry), name));
        return fields;
    }

    private static Optional<Mention> word(String text) {
        Optional<ArticleKey> key = ArticleKey.parse(text).filter(parsed -> parsed.language() != null);
        if (key.isPresent()) {
            return Optional.of(new Mention(
                    List.of(key.get().articleId()),
                    List.of(),
                    Map.of(),
                    null,
                    key.get().language()));
        }
        if (text.length() > MAX_NAME) {
            return Optional.empty();
        }
        List<String> articles = articles(Stream.of(text));
        List<String> versions = versions(Stream.of(text));
        // With its three check characters an id is nothing else.
        boolean id = text.length() == WHOLE_ID && !(articles.isEmpty() && versions.isEmpty());
        return Optional.of(new Mention(articles, versions, id ? Map.of() : names(text), null, null));
    }

    /// A page shows an article by an id anywhere in its address, or by the URL name at the end of its path.
    private static Optional<Mention> address(String whole, String path, String rest) {
        List<String> parts = Arrays.asList((path + rest).split("[/?#&=%:]"));
        List<String> articles = articles(parts.stream());
        List<String> versions = versions(parts.stream());
        String language = language(path, rest);
        if (!articles.isEmpty() || !versions.isEmpty()) {
            return Optional.of(new Mention(articles, versions, Map.of(), whole, language));
        }
        List<String> segments = new ArrayList<>(Stream.of(path.split("/"))
                .filter(segment -> !segment.isBlank() && !segment.equals(PAGE_OF_RECORD))
                .toList());
        String name = segments.isEmpty() ? "" : decoded(segments.getLast());
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        return Optional.of(new Mention(List.of(), List.of(), Map.of("url_name", name), whole, language));
    }

    private static Map<String, String> names(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        NAMES.keySet().forEach(entry -> names.put(entry, text));
        return names;
    }

    /// `kA0…`: the key prefix of the article, whatever its versions.
    private static List<String> articles(Stream<String> texts) {
        return ids(texts, "kA");
    }

    /// `ka0…`: the key prefix of one version.
    private static List<String> versions(Stream<String> texts) {
        return ids(texts, "ka");
    }

    private static List<String> ids(Stream<String> texts, String prefix) {
        return texts.filter(text -> text.startsWith(prefix))
                .flatMap(text -> SalesforceId.normalise(text).stream())
                .distinct()
                .limit(1)
                .toList();
    }

    /// `/articles/<language>/<object>/<UrlName>`, the form of links between articles, or a parameter of the page.
    private static @Nullable String language(String path, String rest) {
        Matcher page = PAGE_LANGUAGE.matcher(rest);
        if (page.find() && LANGUAGE.matcher(page.group(1)).matches()) {
            return page.group(1).replace('-', '_');
        }
        List<String> segments = List.of(path.split("/"));
        int at = segments.indexOf("articles") + 1;
        boolean named = at > 0
                && segments.size() - at >= 3
                && LANGUAGE.matcher(segments.get(at)).matches();
        return named ? segments.get(at).replace('-', '_') : null;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return segment;
        }
    }
}
