package dev.allotrope.source.settings;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address that a reader opens, with names in braces in the place of what differs between documents.
public record LinkTemplate(String text) {
    /// The longest template, in characters.
    public static final int MAX_LENGTH = 2_000;
    /// What tells one document from another; every template has it.
    public static final String REQUIRED = "url_name";
    /// What may stand in braces. Nothing here changes with a version.
    public static final List<String> NAMES = List.of(REQUIRED, "language", "article_number", "article_id", "object");

    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");

    public LinkTemplate {
        problem(text).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    /// Why a text is no template; empty for one that is.
    public static Optional<String> problem(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.of("a template has at most " + MAX_LENGTH + " characters");
        }
        Optional<String> unknown = NAME.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !NAMES.contains(name))
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("{" + unknown.get() + "} is unknown; known are " + known());
        }
        if (!text.contains("{" + REQUIRED + "}")) {
            return Optional.of("a template has {" + REQUIRED + "} where the article's URL name belongs");
        }
        return address(NAME.matcher(text).replaceAll("x"), text);
    }

    /// The link to a document. Values are encoded; a name without a value becomes nothing.
    public String of(Map<String, String> values) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(encoded(values.getOrDefault(found.group(1), ""))));
    }

    /// A value as a part of an address.
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<String> address(String filled, String text) {
        String expected =
                "a template is an address that begins with http:// or https://, with a host that has no braces";
        if (filled.indexOf('{') >= 0 || filled.indexOf('}') >= 0) {
            return Optional.of("a brace stands alone; known are " + known());
        }
        try {
            URI uri = URI.create(filled);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String authority = web && uri.getHost() != null ? uri.getRawAuthority() : null;
            boolean fixed = authority != null
                    && uri.getRawUserInfo() == null
                    && text.startsWith(uri.getScheme() + "://" + authority);
            return fixed ? Optional.empty() : Optional.of(expected);
        } catch (IllegalArgumentException e) {
            return Optional.of(expected);
        }
    }

    private static String known() {
        return String.join(", ", NAMES.stream().map(name -> "{" + name + "}").toList());
    }
}
