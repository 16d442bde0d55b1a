package dev.allotrope.index.lucene;

import dev.allotrope.index.lucene.Analyzers.Word;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Puts the words of a tenant's chunks in place of mistyped ones.
final class Spelling {
    /// Mistyped words of a query that are looked up: each costs a walk through the index's words.
    private static final int MAX_MISTYPED = 8;

    private final Analyzers analyzers;
    private final Vocabulary vocabulary;

    Spelling(Analyzers analyzers, Vocabulary vocabulary) {
        this.analyzers = analyzers;
        this.vocabulary = vocabulary;
    }

    String respelled(String text, Predicate<String> suspect) throws IOException {
        StringBuilder respelled = new StringBuilder();
        Map<String, String> meant = new HashMap<>();
        int from = 0;
        for (Word word : analyzers.words(Fields.WORDS, text, LuceneQueries.MAX_WORDS)) {
            if (!meant.containsKey(word.term()) && meant.size() < MAX_MISTYPED && mistyped(word, text, suspect)) {
                List<String> near = vocabulary.meant(Fields.WORDS, word.term());
                meant.put(word.term(), near.isEmpty() ? word.term() : near.getFirst());
            }
            String instead = meant.get(word.term());
            if (instead != null) {
                respelled.append(text, from, word.start()).append(instead);
                from = word.end();
            }
        }
        return respelled.append(text, from, text.length()).toString();
    }

    private boolean mistyped(Word word, String text, Predicate<String> suspect) throws IOException {
        return word.term().codePoints().allMatch(Character::isLetter)
                && !FunctionWords.has(Analysis.ENGLISH, text.substring(word.start(), word.end()))
                && !vocabulary.unknown(Fields.WORDS, List.of(word.term())).isEmpty()
                && suspect.test(word.term());
    }
}
