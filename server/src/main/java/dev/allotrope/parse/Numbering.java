package dev.allotrope.parse;

import java.util.Arrays;
import org.jsoup.nodes.Element;

/// The markers of one list. Quill writes nested lists flat, with the depth in a class of each item.
final class Numbering {
    private static final int DEPTH_LIMIT = 9;
    private static final String INDENT = "ql-indent-";

    private final boolean ordered;
    private final int[] last = new int[DEPTH_LIMIT];

    private Numbering(boolean ordered, int start) {
        this.ordered = ordered;
        last[0] = start - 1;
    }

    static Numbering of(Element list) {
        return new Numbering(list.nameIs("ol"), number(list.attr("start"), 1));
    }

    String marker(Element item) {
        int depth = depth(item);
        Arrays.fill(last, depth + 1, DEPTH_LIMIT, 0);
        last[depth] = number(item.attr("value"), last[depth] + 1);
        boolean numbered = ordered && !item.attr("data-list").equals("bullet");
        return "   ".repeat(depth) + (numbered ? last[depth] + ". " : "- ");
    }

    private static int depth(Element item) {
        for (String name : item.classNames()) {
            if (name.startsWith(INDENT)) {
                return Math.clamp(number(name.substring(INDENT.length()), 0), 0, DEPTH_LIMIT - 1);
            }
        }
        return 0;
    }

    private static int number(String text, int otherwise) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }
}
