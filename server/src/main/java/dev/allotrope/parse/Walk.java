package dev.allotrope.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/// One pass over a body. Text goes to the main lines, except inside a heading or a table cell, which are gathered on
/// a line of their own first. jsoup walks without recursion, so nesting costs no stack.
final class Walk implements NodeFilter {
    /// A longer heading is a body that somebody forgot to close the heading of.
    private static final int HEADING_LIMIT = 300;

    private static final int LINK_TEXT_LIMIT = 300;

    private final Lines main = Lines.stacked();
    private final List<Content.Heading> headings = new ArrayList<>();
    private final List<Content.Link> links = new ArrayList<>();
    private final List<Content.Image> images = new ArrayList<>();
    private final Deque<Numbering> lists = new ArrayDeque<>();
    private @Nullable OpenHeading heading;
    private @Nullable Table table;
    private @Nullable Lines cell;

    Content content() {
        endHeading();
        return new Content(main.toString(), headings, links, images);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            return read(text);
        }
        if (node instanceof Element element) {
            return Markup.isDropped(element) ? FilterResult.SKIP_ENTIRELY : enter(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            leave(element);
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult read(TextNode node) {
        String text = node.getWholeText();
        boolean frames = text.contains("<iframe") || text.contains("&lt;iframe");
        lines().text(frames ? Markup.unescapeFrames(text) : text);
        return FilterResult.CONTINUE;
    }

    private FilterResult enter(Element element) {
        if (Markup.isCodeBlock(element)) {
            return codeBlock(element);
        }
        if (Markup.isCode(element)) {
            return code(element);
        }
        if (Markup.isBlock(element)) {
            separate(element);
        }
        return switch (element.normalName()) {
            case "br" -> lineBreak();
            case "img" -> image(element);
            case "iframe", "video", "audio", "embed", "source" -> video(element);
            case "a" -> link(element);
            case "ul", "ol" -> enterList(element);
            case "li" -> enterItem(element);
            case "blockquote" -> enterQuote();
            case "table" -> enterTable(element);
            case "td", "th" -> enterCell();
            case "h1", "h2", "h3", "h4", "h5", "h6" -> enterHeading(element);
            default -> FilterResult.CONTINUE;
        };
    }

    private void leave(Element element) {
        switch (element.normalName()) {
            case "ul", "ol" -> leaveList(element);
            case "li", "blockquote" -> structure().pop();
            case "table" -> leaveTable();
            case "tr" -> leaveRow();
            case "td", "th" -> leaveCell(element);
            case "h1", "h2", "h3", "h4", "h5", "h6" -> endHeading();
            default -> {}
        }
        if (Markup.isBlock(element)) {
            separate(element);
        }
    }

    /// Keeps a block apart from what is before it. A heading that has text ends at any block.
    private void separate(Element element) {
        OpenHeading open = heading;
        if (open != null && !open.title().isEmpty()) {
            endHeading();
        }
        if (Markup.isParagraph(element) && lists.isEmpty()) {
            lines().paragraph();
        } else {
            lines().line();
        }
    }

    private FilterResult lineBreak() {
        lines().lineBreak();
        return FilterResult.CONTINUE;
    }

    private FilterResult codeBlock(Element element) {
        separate(element);
        List<String> code = Code.fenced(element);
        if (code.isEmpty()) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (cell != null) {
            lines().text(String.join(" ", code.subList(1, code.size() - 1)));
        } else {
            endHeading();
            main.verbatim(code);
        }
        return FilterResult.SKIP_ENTIRELY;
    }

    private FilterResult code(Element element) {
        String whole = element.wholeText();
        String code = Plain.line(whole);
        if (code.isEmpty() || code.contains("`")) {
            return FilterResult.CONTINUE;
        }
        if (Plain.isSpace(whole.charAt(0))) {
            lines().space();
        }
        lines().text("`" + code + "`");
        if (Plain.isSpace(whole.charAt(whole.length() - 1))) {
            lines().space();
        }
        element.select("a[href]").forEach(this::link);
        return FilterResult.SKIP_ENTIRELY;
    }

    private FilterResult image(Element element) {
        if (Markup.isTracker(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        String alt = Markup.alt(element);
        String source = Markup.target(element.attr("src"));
        if (!alt.isEmpty()) {
            lines().space();
            lines().text(alt);
            lines().space();
        }
        if (!source.isEmpty()) {
            images.add(new Content.Image(alt, source));
        }
        return FilterResult.SKIP_ENTIRELY;
    }

    private FilterResult video(Element element) {
        String source = Markup.target(element.attr("src"));
        if (!source.isEmpty() && !Markup.isTracker(element)) {
            lines().line();
            lines().text(source);
            lines().line();
        }
        // The children of these are what a browser without video would show.
        return element.nameIs("video") || element.nameIs("audio") ? FilterResult.CONTINUE : FilterResult.SKIP_ENTIRELY;
    }

    private FilterResult link(Element element) {
        String target = Markup.target(element.attr("href"));
        if (!target.isEmpty()) {
            String text = Plain.line(element.text());
            int end = Math.min(text.length(), LINK_TEXT_LIMIT);
            links.add(new Content.Link(text.substring(0, end), target));
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult enterList(Element element) {
        Element parent = element.parent();
        boolean nestedBare = parent != null && (parent.nameIs("ul") || parent.nameIs("ol"));
        structure().push(nestedBare ? "  " : "", nestedBare ? "  " : "");
        lists.addLast(Numbering.of(element));
        return FilterResult.CONTINUE;
    }

    private void leaveList(Element element) {
        structure().pop();
        lists.removeLast();
    }

    private FilterResult enterItem(Element element) {
        Numbering numbering = lists.peekLast();
        String marker = numbering == null ? "- " : numbering.marker(element);
        structure().push(marker, " ".repeat(marker.length()));
        return FilterResult.CONTINUE;
    }

    private FilterResult enterQuote() {
        structure().push("> ", "> ");
        return FilterResult.CONTINUE;
    }

    private FilterResult enterTable(Element element) {
        if (cell == null && table == null && Table.isGrid(element)) {
            endHeading();
            table = new Table();
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult enterCell() {
        if (table != null && cell == null) {
            cell = Lines.flat();
        }
        return FilterResult.CONTINUE;
    }

    private void leaveCell(Element element) {
        if (table != null && cell != null) {
            table.cell(cell.toString(), element);
            cell = null;
        }
    }

    private void leaveRow() {
        if (table != null && cell == null) {
            table.endRow();
        }
    }

    private void leaveTable() {
        if (table != null && cell == null) {
            List<String> rows = table.lines();
            table = null;
            if (!rows.isEmpty()) {
                main.verbatim(rows);
            }
        }
    }

    private FilterResult enterHeading(Element element) {
        if (cell == null) {
            endHeading();
            heading = new OpenHeading(Markup.headingLevel(element), Lines.flat());
        }
        return FilterResult.CONTINUE;
    }

    private void endHeading() {
        OpenHeading ended = heading;
        heading = null;
        if (ended == null || ended.title().isEmpty()) {
            return;
        }
        String title = ended.title().toString();
        main.paragraph();
        if (title.length() > HEADING_LIMIT) {
            main.text(title);
        } else {
            main.text("#".repeat(ended.level()) + " " + title);
            headings.add(new Content.Heading(ended.level(), title, main.lineStart()));
        }
        main.paragraph();
    }

    private Lines lines() {
        if (cell != null) {
            return cell;
        }
        return heading != null ? heading.title() : main;
    }

    private Lines structure() {
        return cell != null ? cell : main;
    }

    private record OpenHeading(int level, Lines title) {}
}
