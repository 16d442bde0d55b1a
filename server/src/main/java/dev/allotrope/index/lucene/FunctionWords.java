package dev.allotrope.index.lucene;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/// The words of English that hold a sentence together and say nothing of its subject: *how do I*, *my*,
/// *can't*. Articles have few of them, so BM25 would take them for telling ones. Analyses of other
/// languages leave theirs out by themselves.
///
/// Words of place and time are none of them here, although lists of stop words have them: *turn off*, *sign out* and
/// *before the update* are what an article is about.
final class FunctionWords {
    private static final Set<String> PLACE_AND_TIME = Set.of(
            "above", "after", "against", "before", "below", "between", "down", "during", "off", "out", "over",
            "through", "under", "up");
    private static final CharArraySet ENGLISH = english();

    private FunctionWords() {}

    /// Whether the word, as it was typed, is one of them. *dont* is *don't*.
    static boolean has(Analysis analysis, String typed) {
        return analysis == Analysis.ENGLISH
                && ENGLISH.contains(typed.toLowerCase(Locale.ROOT).replace('’', '\''));
    }

    private static CharArraySet english() {
        try (var words = new InputStreamReader(
                Objects.requireNonNull(SnowballFilter.class.getResourceAsStream("english_stop.txt")),
                StandardCharsets.UTF_8)) {
            CharArraySet all = new CharArraySet(256, false);
            for (Object word : WordlistLoader.getSnowballWordSet(words)) {
                String text = new String((char[]) word);
                if (PLACE_AND_TIME.contains(text)) {
                    continue;
                }
                all.add(text);
                if (text.endsWith("n't")) {
                    all.add(text.replace("'", ""));
                }
            }
            return CharArraySet.unmodifiableSet(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
