package dev.allotrope.parse;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// What single elements are: whether they are seen, break lines, hold code, and what they point to.
final class Markup {
    private static final Set<String> DROPPED = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "head",
            "title",
            "meta",
            "link",
            "base",
            "object",
            "applet",
            "svg",
            "canvas",
            "map",
            "input",
            "select",
            "datalist",
            "xml");
    private static final Set<String> BLOCKS =
            Set.of("summary", "details", "option", "legend", "caption", "dt", "dd", "tr");
    private static final Set<String> PARAGRAPHS = Set.of(
            "p", "section", "article", "table", "ul", "ol", "dl", "blockquote", "figure", "hr", "details", "caption");
    private static final Set<String> CODE = Set.of("code", "kbd", "samp", "tt");
    private static final Set<String> CODE_BLOCKS = Set.of("pre", "xmp", "listing");
    private static final Set<String> EMPTY_SCHEMES =
            Set.of("javascript", "vbscript", "data", "file", "cid", "about", "blob");
    private static final Set<String> EMPTY_ALTS = Set.of("user-added image", "image", "user added image");
    private static final Pattern HIDING = Pattern.compile("display:none|visibility:hidden|mso-hide:all");
    private static final Pattern BLOCK_STYLE = Pattern.compile("display:(block|flex|grid|list-item|table)");
    private static final Pattern TINY = Pattern.compile("(?:^|;)(?:width|height):[01](?:px|pt)?(?:;|$)");
    private static final Pattern LANGUAGE = Pattern.compile("(?:language|lang|brush)[-:]\\s?([A-Za-z0-9+#]{1,20})");
    private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*):");
    private static final Pattern ESCAPED_FRAME = Pattern.compile("(?i)<iframe\\s[^<>]{0,2000}>(?:\\s{0,9}</iframe>)?");
    private static final Pattern SOURCE = Pattern.compile("(?i)\\ssrc\\s{0,3}=\\s{0,3}[\"']?([^\"'\\s>]{1,2000})");

    private Markup() {}

    /// Not to be read, with all that is inside.
    static boolean isDropped(Element element) {
        return DROPPED.contains(element.normalName())
                || element.hasAttr("hidden")
                || HIDING.matcher(style(element)).find();
    }

    static boolean isBlock(Element element) {
        return element.isBlock()
                || BLOCKS.contains(element.normalName())
                || BLOCK_STYLE.matcher(style(element)).find();
    }

    static boolean isParagraph(Element element) {
        return PARAGRAPHS.contains(element.normalName());
    }

    static boolean isCode(Element element) {
        return CODE.contains(element.normalName())
                && element.selectFirst("br, p, div, img, iframe, table, ul, ol, pre") == null;
    }

    static boolean isCodeBlock(Element element) {
        return CODE_BLOCKS.contains(element.normalName())
                || element.hasClass("ql-code-block-container")
                || (CODE.contains(element.normalName())
                        && element.selectFirst("br") != null
                        && element.selectFirst("img, iframe, table, ul, ol, p, pre") == null);
    }

    /// A pixel that counts readers.
    static boolean isTracker(Element element) {
        return isTiny(element.attr("width"))
                || isTiny(element.attr("height"))
                || TINY.matcher(style(element)).find();
    }

    /// 1 to 6, or 0 for what is no heading.
    static int headingLevel(Element element) {
        String name = element.normalName();
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6'
                ? name.charAt(1) - '0'
                : 0;
    }

    /// The alternative text, empty when an editor made it up.
    static String alt(Element image) {
        String alt = Plain.line(image.attr("alt"));
        return EMPTY_ALTS.contains(alt.toLowerCase(Locale.ROOT)) ? "" : alt;
    }

    /// The programming language that a code block's class names, else empty.
    static String language(Element code) {
        Element inner = code.selectFirst("[class*=lang], [class*=brush]");
        Matcher matcher = LANGUAGE.matcher(inner == null ? code.className() : inner.className());
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /// An address that leads somewhere from where the text is read, else empty: no scripts, inline data or local
    /// files.
    static String target(String address) {
        String target = Plain.line(address);
        Matcher scheme = SCHEME.matcher(target);
        boolean dead = target.startsWith("#")
                || (scheme.find() && EMPTY_SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT)));
        return dead ? "" : target;
    }

    /// Frames that arrived as text, because an interface on the way escaped them, become lines with their address.
    static String unescapeFrames(String text) {
        String once = text.contains("&lt;iframe") ? Parser.unescapeEntities(text, false) : text;
        return ESCAPED_FRAME.matcher(once).replaceAll(frame -> Matcher.quoteReplacement(frameAddress(frame.group())));
    }

    private static String frameAddress(String frame) {
        Matcher source = SOURCE.matcher(frame);
        return source.find() ? " " + source.group(1) + " " : frame;
    }

    private static boolean isTiny(String size) {
        return size.equals("0") || size.equals("1") || size.equals("1px") || size.equals("0px");
    }

    private static String style(Element element) {
        String style = element.attr("style");
        return style.isEmpty() ? "" : style.toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
    }
}
