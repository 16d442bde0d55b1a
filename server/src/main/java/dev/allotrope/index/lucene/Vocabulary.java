package dev.allotrope.index.lucene;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;

/// How much words say, as BM25 weighs them: a word that few chunks have says more than one that many have, and a word
/// that none has says most.
final class Rarity {
    private final IndexReader reader;

    Rarity(IndexReader reader) {
        this.reader = reader;
    }

    /// What all words say together, the most that a chunk could score which speaks of nothing else; 0 for none.
    double of(String field, Collection<String> words) throws IOException {
        int chunks = reader.getDocCount(field);
        double all = 0;
        for (String word : words) {
            all += inverseFrequency(reader.docFreq(new Term(field, word)), chunks);
        }
        return all;
    }

    /// The same as Lucene's `BM25Similarity`, which keeps it to itself.
    private static double inverseFrequency(int having, int chunks) {
        return Math.log(1 + (chunks - having + 0.5) / (having + 0.5));
    }
}
