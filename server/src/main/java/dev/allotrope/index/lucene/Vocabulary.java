package dev.allotrope.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.FuzzyTermsEnum;

/// The words of a tenant's chunks.
final class Vocabulary {
    /// From this length on a word is one typing error away from what was meant rather than another word.
    private static final int ONE_ERROR = 5;
    /// And from this one on two.
    private static final int TWO_ERRORS = 8;
    /// What is longer is an address or data.
    private static final int LONGEST = 64;
    /// Who mistypes a word seldom does so in its first letter.
    private static final int SURE_LETTERS = 1;
    /// Of more words that are as near, the most frequent are meant.
    private static final int MOST_MEANT = 5;

    private final IndexReader reader;

    Vocabulary(IndexReader reader) {
        this.reader = reader;
    }

    /// What all words say together, as BM25 weighs them: a word that few chunks have says more than one that many
    /// have, and a word that none has says most. A chunk that speaks of nothing else scores about as much.
    double weight(String field, Collection<String> words) throws IOException {
        int chunks = reader.getDocCount(field);
        double all = 0;
        for (String word : words) {
            all += inverseFrequency(reader.docFreq(new Term(field, word)), chunks);
        }
        return all;
    }

    /// Those of the words that no chunk has.
    List<String> unknown(String field, Collection<String> words) throws IOException {
        List<String> unknown = new ArrayList<>();
        for (String word : words) {
            if (reader.docFreq(new Term(field, word)) == 0) {
                unknown.add(word);
            }
        }
        return unknown;
    }

    /// What somebody may have meant by a word that no chunk has: the words that are fewest typing errors away. A
    /// number is what it is.
    List<String> meant(String field, String word) throws IOException {
        Terms known = MultiTerms.getTerms(reader, field);
        int length = word.codePointCount(0, word.length());
        if (known == null
                || length < ONE_ERROR
                || length > LONGEST
                || word.codePoints().anyMatch(Character::isDigit)) {
            return List.of();
        }
        List<String> near = near(known, new Term(field, word), 1);
        return near.isEmpty() && length >= TWO_ERRORS ? near(known, new Term(field, word), 2) : near;
    }

    private static List<String> near(Terms known, Term word, int errors) throws IOException {
        record Near(String word, int chunks) {}
        List<Near> found = new ArrayList<>();
        FuzzyTermsEnum near = new FuzzyTermsEnum(known, word, errors, SURE_LETTERS, true);
        while (near.next() != null) {
            found.add(new Near(near.term().utf8ToString(), near.docFreq()));
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Near::chunks).reversed().thenComparing(Near::word))
                .limit(MOST_MEANT)
                .map(Near::word)
                .toList();
    }

    /// The same as Lucene's `BM25Similarity`, which keeps it to itself.
    private static double inverseFrequency(int having, int chunks) {
        return Math.log(1 + (chunks - having + 0.5) / (having + 0.5));
    }
}
