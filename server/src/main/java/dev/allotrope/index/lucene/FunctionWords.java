package dev.allotrope.index.lucene;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/// The words of English that hold a sentence together and say nothing of its subject: *how do I*, *my*,
/// *can't*. Articles have few of them, so BM25 would take them for telling ones. Analyses of other
/// languages leave theirs out by themselves.
final class FunctionWords {
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
            CharArraySet listed = WordlistLoader.getSnowballWordSet(words);
            CharArraySet all = CharArraySet.copy(listed);
            for (Object word : listed) {
                String text = new String((char[]) word);
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
