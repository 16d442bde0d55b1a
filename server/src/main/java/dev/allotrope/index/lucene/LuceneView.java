package dev.allotrope.index.lucene;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.Group;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.index.lucene.NearestWindows.ChunkNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.VectorUtil;

/// One searcher of one tenant, held until closed.
final class LuceneView implements Index.View {
    /// As many say the mean of all to about a hundredth.
    private static final int ORDINARY_WINDOWS = 128;

    private final GroupedSearcher searcher;
    private final BitSetProducer parents;
    private final LuceneQueries queries;
    private final Damage damage;
    private final Runnable release;

    /// `damage` is told of any failure to read, `release` gives the searcher back.
    LuceneView(
            GroupedSearcher searcher, BitSetProducer parents, LuceneQueries queries, Damage damage, Runnable release) {
        this.searcher = searcher;
        this.parents = parents;
        this.queries = queries;
        this.damage = damage;
        this.release = release;
    }

    @Override
    public Set<Group> groups() {
        return read(searcher::groups);
    }

    @Override
    public List<Hit> lexical(LexicalQuery query) {
        Set<Group> met =
                query.filter().groups() == null ? groups() : query.filter().groups();
        Query filter = queries.filter(query.filter());
        return read(() -> {
            Query words = queries.words(query, met, new Vocabulary(searcher.getIndexReader()));
            Query both = filter == null
                    ? words
                    : new BooleanQuery.Builder()
                            .add(words, Occur.MUST)
                            .add(filter, Occur.FILTER)
                            .build();
            return hits(searcher.search(both, query.limit()).scoreDocs);
        });
    }

    @Override
    public List<Hit> nearest(VectorQuery query) {
        if (!searchable(query)) {
            return List.of();
        }
        Query chunks = queries.filter(query.filter());
        return read(() -> new NearestWindows(searcher, parents, query, chunks).search(query.limit(), query.accuracy()));
    }

    @Override
    public OptionalDouble ordinary(EmbedderId embedder, Embedding vector) {
        return read(() -> {
            List<FloatVectorValues> segments = new ArrayList<>();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Fields.vector(embedder));
                if (vectors != null) {
                    segments.add(vectors);
                }
            }
            int all = segments.stream().mapToInt(FloatVectorValues::size).sum();
            int step = Math.ceilDiv(Math.max(1, all), ORDINARY_WINDOWS);
            double sum = 0;
            int looked = 0;
            for (FloatVectorValues vectors : segments) {
                for (int window = 0; window < vectors.size(); window += step) {
                    sum += VectorUtil.dotProduct(vector.values(), vectors.vectorValue(window));
                    looked++;
                }
            }
            return looked == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / looked);
        });
    }

    @Override
    public String respelled(String text, Predicate<String> suspect) {
        Spelling spelling = queries.spelling(new Vocabulary(searcher.getIndexReader()));
        return read(() -> spelling.respelled(text, suspect));
    }

    @Override
    public void close() {
        release.run();
    }

    /// Whether any window has a vector of the query's embedder.
    private boolean searchable(VectorQuery query) {
        int length = query.vector().values().length;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(Fields.vector(query.embedder()));
            if (field != null && field.getVectorDimension() != length) {
                throw new IllegalArgumentException("a vector of length " + length + " is not of " + query.embedder());
            }
            if (field != null) {
                return query.limit() > 0;
            }
        }
        return false;
    }

    private List<Hit> hits(ScoreDoc[] found) throws IOException {
        ScoreDoc[] inOrder = found.clone();
        Arrays.sort(inOrder, Comparator.comparingInt(scored -> scored.doc));
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        List<Hit> hits = new ArrayList<>(inOrder.length);
        LeafReaderContext leaf = null;
        ChunkNames names = null;
        for (ScoreDoc scored : inOrder) {
            LeafReaderContext of = leaves.get(ReaderUtil.subIndex(scored.doc, leaves));
            if (names == null || of != leaf) {
                leaf = of;
                names = new ChunkNames(of);
            }
            hits.add(names.hit(scored.doc - of.docBase, 0, scored.score));
        }
        hits.sort(Hit.BEST_FIRST);
        return hits;
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw damage.failure("search", e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /// Decides what an error means for the index, and says it to the caller.
    interface Damage {
        RuntimeException failure(String verb, IOException cause);
    }
}
