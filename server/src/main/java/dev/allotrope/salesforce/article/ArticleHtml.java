package dev.allotrope.salesforce.article;

import dev.allotrope.salesforce.article.Knowledge.BodyField;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts an article together as one HTML fragment, and tells what in its rich text changes without an edit.
final class ArticleHtml {
    private static final String IMAGE = "/servlet/rtaImage?";
    private static final Pattern PARAGRAPH_END = Pattern.compile("\n[ \t]*\n\\s*");
    private static final String URL_END = "\"'<> \t\r\n";

    private ArticleHtml() {}

    /// The summary as a paragraph, unless it is one of the fields, then a section for each body field that holds text;
    /// sections carry their field's
    /// label as heading when there are several.
    static String of(List<BodyField> fields, ArticleRow row) {
        List<BodyField> filled = fields.stream()
                .filter(field -> row.optional(field.name()).isPresent())
                .toList();
        StringBuilder html = new StringBuilder();
        if (fields.stream().noneMatch(field -> field.name().equals(Knowledge.SUMMARY))) {
            row.optional(Knowledge.SUMMARY).ifPresent(summary -> html.append(paragraphs(summary)));
        }
        for (BodyField field : filled) {
            html.append(section(field, row.text(field.name())));
            if (filled.size() > 1) {
                html.append("<h2>").append(escaped(field.label())).append("</h2>");
            }
            String text = row.text(field.name());
            html.append(field.rich() ? text : paragraphs(text)).append("</section>");
        }
        return html.toString();
    }

    /// Images are asked for by the field they stand in.
    private static String section(BodyField field, String text) {
        return text.contains(IMAGE) ? "<section data-field=\"" + field.name() + "\">" : "<section>";
    }

    /// The rich text without what differs between versions of the same text: the servlet address of an image names
    /// the version it hangs on (`eid`) and a host that moves with the org. Only the field and the image itself are
    /// left of it.
    static String withoutVolatileParts(String html) {
        if (!html.contains(IMAGE)) {
            return html;
        }
        StringBuilder stable = new StringBuilder(html.length());
        int from = 0;
        for (int at = html.indexOf(IMAGE); at >= 0; at = html.indexOf(IMAGE, from)) {
            int start = urlStart(html, at, from);
            int end = urlEnd(html, at);
            stable.append(html, from, start).append(IMAGE).append(stableParameters(html, at + IMAGE.length(), end));
            from = end;
        }
        return stable.append(html, from, html.length()).toString();
    }

    private static int urlStart(String html, int at, int floor) {
        int start = at;
        while (start > floor && URL_END.indexOf(html.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    private static int urlEnd(String html, int at) {
        int end = at;
        while (end < html.length() && URL_END.indexOf(html.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String stableParameters(String html, int start, int end) {
        return Arrays.stream(html.substring(start, end).replace("&amp;", "&").split("&"))
                .filter(parameter -> !parameter.startsWith("eid="))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String paragraphs(String plain) {
        return PARAGRAPH_END
                .splitAsStream(plain.strip().replace("\r\n", "\n").replace('\r', '\n'))
                .map(paragraph -> "<p>" + escaped(paragraph).replace("\n", "<br>") + "</p>")
                .collect(Collectors.joining());
    }

    private static String escaped(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
