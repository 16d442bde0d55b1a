package dev.allotrope.bench.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/// The two Lucene searches that a hybrid search makes, on the same index and to the same depth, with nothing around
/// them: no content, no fusion, no tenant.
final class BareLucene implements AutoCloseable {
    private static final int LEXICAL_DEPTH = 200;
    private static final int VECTOR_DEPTH = 250;
    private static final float TITLE_BOOST = 0.3f;
    private static final Term CHUNKS = new Term("kind", "chunk");

    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final BitSetProducer parents = new QueryBitSetProducer(new TermQuery(CHUNKS));
    private final Analyzer english = new EnglishAnalyzer();
    private final String vectors;

    /// Opens the last commit of the index in a folder, with the vectors of the named embedder.
    BareLucene(Path folder, String embedder) throws IOException {
        reader = DirectoryReader.open(new MMapDirectory(folder));
        searcher = new IndexSearcher(reader);
        vectors = "vector:" + embedder;
    }

    int segments() {
        return reader.leaves().size();
    }

    /// Both searches, one after the other; a tag restricts both when given.
    int search(String text, float[] vector, @Nullable String tag) throws IOException {
        Query chunks = tag == null ? null : filter(tag);
        Query words = words(text);
        Query lexical = chunks == null
                ? words
                : new BooleanQuery.Builder()
                        .add(words, Occur.MUST)
                        .add(chunks, Occur.FILTER)
                        .build();
        Query nearest = new DiversifyingChildrenFloatKnnVectorQuery(
                vectors,
                vector,
                chunks == null ? null : new ToChildBlockJoinQuery(chunks, parents),
                VECTOR_DEPTH,
                parents,
                new KnnSearchStrategy.Hnsw(0));
        return searcher.search(lexical, LEXICAL_DEPTH).scoreDocs.length
                + searcher.search(nearest, VECTOR_DEPTH).scoreDocs.length;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        english.close();
    }

    private static Query filter(String tag) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(CHUNKS), Occur.FILTER)
                .add(new TermQuery(new Term("tag", tag)), Occur.FILTER)
                .build();
    }

    private Query words(String text) throws IOException {
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        for (String term : terms(text)) {
            words.add(new TermQuery(new Term("text:en", term)), Occur.SHOULD);
            words.add(new BoostQuery(new TermQuery(new Term("title:en", term)), TITLE_BOOST), Occur.SHOULD);
        }
        return words.build();
    }

    private Set<String> terms(String text) throws IOException {
        Set<String> terms = new LinkedHashSet<>();
        try (TokenStream stream = english.tokenStream("text:en", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms;
    }
}
