package dev.allotrope.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

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

    /// The first distinct words of a text as the index holds them, at most `limit`.
    SequencedSet<String> words(Analysis analysis, String text, int limit) {
        SequencedSet<String> words = new LinkedHashSet<>();
        try (TokenStream tokens = tokenStream(Fields.text(analysis), text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < limit && tokens.incrementToken()) {
                words.add(term.toString());
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
