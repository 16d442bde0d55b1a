package dev.allotrope.e2e;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An end user's browser: follows redirects, and answers the page that asks for a log-in and an approval.
final class Browser {
    private static final int MAX_STEPS = 10;
    private static final Pattern FORM = Pattern.compile("<form [^>]*action=\"([^\"]*)\"");
    private static final Pattern FIELD = Pattern.compile("<input [^>]*name=\"([^\"]*)\"[^>]*>");
    private static final Pattern VALUE = Pattern.compile(" value=\"([^\"]*)\"");

    private final String decision;
    private final List<URI> visited = new ArrayList<>();

    private Browser(String decision) {
        this.decision = decision;
    }

    /// A user who logs in and allows.
    static Browser approving() {
        return new Browser("approve");
    }

    /// A user who denies.
    static Browser denying() {
        return new Browser("deny");
    }

    /// Opens an address and goes on until a page comes that asks for nothing.
    Http.Answer open(String address) {
        URI at = URI.create(address);
        Http.Answer answer = visit(at);
        for (int step = 0; step < MAX_STEPS; step++) {
            Matcher form = FORM.matcher(answer.text());
            if (answer.location().isPresent()) {
                at = at.resolve(answer.location().get());
                answer = visit(at);
            } else if (answer.status() == 200 && form.find()) {
                at = at.resolve(unescaped(form.group(1)));
                visited.add(at);
                answer = Http.postForm(at, filled(answer.text()));
            } else {
                return answer;
            }
        }
        throw new IllegalStateException("gave up after " + MAX_STEPS + " redirects at " + at.getPath());
    }

    /// Every address asked for so far.
    List<URI> visited() {
        return List.copyOf(visited);
    }

    private Http.Answer visit(URI address) {
        visited.add(address);
        return Http.get(address, Map.of());
    }

    private String filled(String page) {
        StringBuilder form = new StringBuilder("decision=").append(decision);
        Matcher fields = FIELD.matcher(page);
        while (fields.find()) {
            Matcher value = VALUE.matcher(fields.group());
            form.append('&').append(encoded(fields.group(1)));
            form.append('=').append(encoded(value.find() ? value.group(1) : ""));
        }
        return form.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(unescaped(text), StandardCharsets.UTF_8);
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
