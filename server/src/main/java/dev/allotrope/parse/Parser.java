package dev.allotrope.parse;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.NodeTraversor;

/// Reads rich text as help-centre editors store it: CKEditor, Quill and pasted Word or Outlook markup. Stateless and
/// safe for use by many threads.
public final class Parser {
    /// Changes whenever the same body would give another text, so that documents are parsed again knowingly.
    public static final int VERSION = 2;

    /// Deeper elements are read as children of the last one at this depth.
    private static final int DEPTH_LIMIT = 256;

    /// The content of an HTML fragment. Any input has one: broken markup is repaired as browsers do it, an empty body
    /// gives an empty text. Scripts, styles, comments, hidden elements and tracking pixels leave no trace.
    public Content parse(String html) {
        Walk walk = new Walk();
        NodeTraversor.filter(walk, read(html).body());
        return walk.content();
    }

    private static Document read(String html) {
        org.jsoup.parser.Parser parser = org.jsoup.parser.Parser.htmlParser().setMaxDepth(DEPTH_LIMIT);
        Document document = Jsoup.parse(html, "", parser);
        document.outputSettings().prettyPrint(false);
        return document;
    }
}
