package dev.allotrope.index.lucene;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ko.KoreanAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;

/// How the words of a language are found. The code is part of field names, so changing one needs a rebuild of every
/// index.
enum Analysis {
    ENGLISH("en", EnglishAnalyzer::new),
    GERMAN("de", GermanAnalyzer::new),
    FRENCH("fr", FrenchAnalyzer::new),
    SPANISH("es", SpanishAnalyzer::new),
    PORTUGUESE("pt", PortugueseAnalyzer::new),
    ITALIAN("it", ItalianAnalyzer::new),
    DUTCH("nl", DutchAnalyzer::new),
    JAPANESE("ja", JapaneseAnalyzer::new),
    /// Simplified script only: the dictionary knows no other.
    CHINESE("zh", SmartChineseAnalyzer::new),
    KOREAN("ko", KoreanAnalyzer::new),
    /// Every other language: Unicode word segmentation with case and accents folded, nothing stemmed.
    OTHER("other", Analysis::segmentation);

    private final String code;
    private final Supplier<Analyzer> analyzer;

    Analysis(String code, Supplier<Analyzer> analyzer) {
        this.code = code;
        this.analyzer = analyzer;
    }

    String code() {
        return code;
    }

    /// A new analyzer; some load a dictionary of megabytes.
    Analyzer analyzer() {
        return analyzer.get();
    }

    /// The analysis of a language such as `en_US`.
    static Analysis of(String language) {
        String lower = language.toLowerCase(Locale.ROOT).replace('-', '_');
        if (lower.startsWith("zh_tw") || lower.startsWith("zh_hk") || lower.startsWith("zh_hant")) {
            return OTHER;
        }
        return byCode(lower.split("_", 2)[0]);
    }

    static Analysis byCode(String code) {
        return Arrays.stream(values())
                .filter(analysis -> analysis.code.equals(code))
                .findFirst()
                .orElse(OTHER);
    }

    private static Analyzer segmentation() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer words = new ICUTokenizer();
                return new TokenStreamComponents(words, new ICUFoldingFilter(words));
            }
        };
    }
}
