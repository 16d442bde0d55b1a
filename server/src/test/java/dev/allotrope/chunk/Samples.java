package dev.allotrope.chunk;

import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.parse.Content;
import dev.allotrope.parse.Parser;
import java.util.Random;

/// Texts to cut.
final class Samples {
    private static final String[] WORDS = {
        "reset",
        "the",
        "gateway",
        "über",
        "password",
        "VPN",
        "設定を開きます",
        "。",
        "👩‍👩‍👧",
        "naïve",
        "foo_bar",
        "10.0.0.1",
        "<|endoftext|>",
        "a",
        "incomprehensibilities",
        "שלום",
        "|",
        "#",
        "```",
        "可以",
        "e\u0301"
    };

    private Samples() {}

    static Content html(String html) {
        return new Parser().parse(html);
    }

    static ProcessingOptions options(int size, int overlap) {
        return new ProcessingOptions(size, overlap, Depth.EMBEDDINGS, "OPENAI", false, false);
    }

    /// An article of random structure.
    static Content random(Random random) {
        StringBuilder html = new StringBuilder();
        int blocks = random.nextInt(30);
        for (int i = 0; i < blocks; i++) {
            switch (random.nextInt(6)) {
                case 0 ->
                    html.append("<h")
                            .append(1 + i % 3)
                            .append('>')
                            .append(words(random, 5))
                            .append("</h1>");
                case 1 ->
                    html.append("<pre>")
                            .append(words(random, 9))
                            .append("\n\n  ")
                            .append(words(random, 9))
                            .append("</pre>");
                case 2 ->
                    html.append("<ul><li>")
                            .append(words(random, 9))
                            .append("<li>")
                            .append(words(random, 30))
                            .append("</ul>");
                case 3 ->
                    html.append("<table><tr><td>")
                            .append(words(random, 4))
                            .append("<td>b<tr><td>c<td>")
                            .append(words(random, 50))
                            .append("</table>");
                default -> html.append("<p>").append(words(random, 120)).append("</p>");
            }
        }
        return html(html.toString());
    }

    private static String words(Random random, int most) {
        StringBuilder words = new StringBuilder();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            words.append(WORDS[random.nextInt(WORDS.length)].replace("<", "&lt;"));
            words.append(random.nextInt(8) == 0 ? ". " : random.nextInt(9) == 0 ? "" : " ");
        }
        return words.toString();
    }
}
