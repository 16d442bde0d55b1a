package dev.allotrope.salesforce.sim.knowledge;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Help-center prose out of a random source: a large vocabulary made of stems and endings, in CKEditor's HTML.
final class GeneratedText {

    static final List<String> THINGS = List.of(
            "Router",
            "Gateway",
            "Sensor",
            "Camera",
            "Thermostat",
            "Invoice",
            "Account",
            "Dashboard",
            "Firmware",
            "Battery",
            "Display",
            "Printer",
            "Scanner",
            "Keyboard",
            "Backup",
            "Certificate",
            "Antenna",
            "Valve");

    private static final List<String> NOUNS =
            THINGS.stream().map(thing -> thing.toLowerCase(Locale.ROOT)).toList();
    private static final List<String> ACTIONS = List.of(
            "reset",
            "configure",
            "replace",
            "update",
            "export",
            "import",
            "calibrate",
            "pair",
            "restore",
            "verify",
            "schedule",
            "archive",
            "rename",
            "connect",
            "mount",
            "unlock",
            "inspect",
            "renew");
    private static final List<String> STEMS = List.of(
            "mar", "vel", "tor", "lin", "cas", "der", "mon", "pel", "rin", "sor", "tal", "ven", "bor", "cul", "dam",
            "fer", "gal", "hin", "jor", "kel", "lum", "nor", "pra", "qui", "ros", "sil", "tem", "urb", "vor", "zen");
    private static final List<String> ENDINGS = List.of(
            "ato", "ide", "ion", "ex", "ium", "ora", "ent", "al", "ix", "en", "on", "is", "er", "um", "ane", "ic");
    private static final List<String> JOINTS = List.of(
            "the", "a", "with", "for", "and", "when", "after", "before", "until", "because", "your", "each", "this");

    private static final int USUAL_LENGTH = 3_000;
    private static final int BLOCKS = 5;
    private static final int MORE_BLOCKS = 9;

    private final SplittableRandom random;

    GeneratedText(SplittableRandom random) {
        this.random = random;
    }

    static String pick(SplittableRandom random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    String title() {
        return "How to " + pick(random, ACTIONS) + " the " + word() + " " + pick(random, NOUNS);
    }

    String question() {
        return "Why does the " + word() + " " + pick(random, THINGS) + " " + pick(random, ACTIONS) + " itself?";
    }

    String sentence() {
        StringBuilder text = new StringBuilder();
        sentence(text);
        return text.toString();
    }

    String plain() {
        StringBuilder text = new StringBuilder();
        paragraph(text);
        text.append("\r\n\r\n");
        paragraph(text);
        return text.toString();
    }

    /// One to four kilobytes of rich text.
    String html() {
        StringBuilder html = new StringBuilder(USUAL_LENGTH);
        int blocks = BLOCKS + random.nextInt(MORE_BLOCKS);
        for (int i = 0; i < blocks; i++) {
            switch (random.nextInt(8)) {
                case 0 -> html.append("<h2>").append(title()).append("</h2>\n");
                case 1 -> list(html);
                case 2 -> table(html);
                case 3 -> code(html);
                default -> {
                    html.append("<p>");
                    paragraph(html);
                    html.append("</p>\n");
                }
            }
        }
        html.append("<p>");
        paragraph(html);
        return html.append("&nbsp;</p>").toString();
    }

    private void list(StringBuilder html) {
        html.append("<ol>\n");
        int steps = 2 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            html.append("<li>");
            sentence(html);
            html.append("</li>\n");
        }
        html.append("</ol>\n");
    }

    private void table(StringBuilder html) {
        html.append("<table border=\"1\"><tbody>\n<tr><th>Setting</th><th>Value</th></tr>\n");
        int rows = 2 + random.nextInt(3);
        for (int i = 0; i < rows; i++) {
            html.append("<tr><td>").append(word()).append("</td><td>");
            html.append(random.nextInt(1_000)).append("</td></tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    private void code(StringBuilder html) {
        html.append("<pre class=\"ckeditor_codeblock\">\n")
                .append(word())
                .append(" --")
                .append(word());
        html.append(' ').append(random.nextInt(9_999)).append("</pre>\n");
    }

    private void paragraph(StringBuilder text) {
        sentence(text);
        int more = 1 + random.nextInt(3);
        for (int i = 0; i < more; i++) {
            text.append(' ');
            sentence(text);
        }
    }

    private void sentence(StringBuilder text) {
        text.append("You can ").append(pick(random, ACTIONS));
        int words = 8 + random.nextInt(12);
        for (int i = 0; i < words; i++) {
            text.append(' ');
            next(text);
        }
        text.append('.');
    }

    private void next(StringBuilder text) {
        switch (random.nextInt(5)) {
            case 0, 1 -> text.append(pick(random, JOINTS));
            case 2 -> text.append(pick(random, NOUNS));
            default -> {
                text.append(pick(random, STEMS)).append(pick(random, STEMS));
                text.append(pick(random, ENDINGS));
            }
        }
    }

    private String word() {
        return pick(random, STEMS) + pick(random, STEMS) + pick(random, ENDINGS);
    }
}
