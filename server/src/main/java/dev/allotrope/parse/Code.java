package dev.allotrope.parse;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/// Reads preformatted text: white space counts, line breaks come as characters, `<br>` or blocks.
final class Code implements NodeVisitor {
    private static final int FENCE = 3;

    private final StringBuilder out = new StringBuilder();

    private Code() {}

    /// The lines of a fenced block, or none when there is nothing but white space.
    static List<String> fenced(Element element) {
        List<String> lines =
                trimmed(text(element).lines().map(String::stripTrailing).toList());
        if (lines.isEmpty()) {
            return List.of();
        }
        String fence = "`".repeat(Math.max(FENCE, longestRun(lines) + 1));
        List<String> fenced = new ArrayList<>(lines.size() + 2);
        fenced.add(fence + Markup.language(element));
        fenced.addAll(lines);
        fenced.add(fence);
        return fenced;
    }

    private static String text(Element element) {
        Code code = new Code();
        NodeTraversor.traverse(code, element);
        return code.out.toString();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode text) {
            append(text.getWholeText());
        } else if (node.nameIs("br")) {
            out.append('\n');
        } else if (node instanceof Element element && depth > 0 && element.isBlock()) {
            startLine();
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element && depth > 0 && element.isBlock()) {
            startLine();
        }
    }

    private void startLine() {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
    }

    private void append(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00A0', ' ');
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (c == '\n' || c == '\t' || (c >= ' ' && !Plain.isDropped(c))) {
                out.append(Plain.whole(lines, i));
            }
        }
    }

    private static List<String> trimmed(List<String> lines) {
        int first = 0;
        int last = lines.size();
        while (first < last && lines.get(first).isBlank()) {
            first++;
        }
        while (last > first && lines.get(last - 1).isBlank()) {
            last--;
        }
        return lines.subList(first, last);
    }

    private static int longestRun(List<String> lines) {
        int longest = 0;
        for (String line : lines) {
            int run = 0;
            for (int i = 0; i < line.length(); i++) {
                run = line.charAt(i) == '`' ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
        }
        return longest;
    }
}
