package dev.allotrope.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/// Chooses the analyzer by the language at the end of a field's name; each is made when first needed and shared by
/// all tenants.
final class Analyzers extends DelegatingAnalyzerWrapper {
    private final Map<Analysis, Analyzer> made = new ConcurrentHashMap<>();
    private final Analyzer codes = new WhitespaceAnalyzer();

    Analyzers() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
        if (field.equals(Fields.CODES)) {
            return codes;
        }
        Analysis analysis = Analysis.byCode(field.substring(field.indexOf(':') + 1));
        return made.computeIfAbsent(analysis, Analysis::analyzer);
    }

    /// A word as the index holds it, and where it stands in the text.
    record Word(String term, int start, int end) {}

    /// The words of a text in order as a field holds them, at most `limit` distinct ones.
    List<Word> words(String field, String text, int limit) {
        List<Word> words = new ArrayList<>();
        Set<String> distinct = new HashSet<>();
        try (TokenStream tokens = tokenStream(field, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && (distinct.size() < limit || distinct.contains(term.toString()))) {
                distinct.add(term.toString());
                words.add(new Word(term.toString(), place.startOffset(), place.endOffset()));
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
