package dev.allotrope.index.lucene;

import dev.allotrope.index.Hit;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.kernel.DocumentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/// The vector leg on one searcher: windows near a vector, the best one of each chunk, scored by the full vectors.
final class NearestWindows {
    /// The graph is searched for at least this many chunks, however few are wanted: recall grows with it. Of
    /// the ten nearest of 20,000 windows, half of which a filter admits, 100 found .970 to .986, and 200 found
    /// .996 or more.
    private static final int MIN_CANDIDATES = 200;
    /// Candidates beyond those wanted, so that rescoring can still lift one into the answer.
    private static final int SPARE_CANDIDATES = 50;
    /// Lucene's shortcut through filtered graphs costs recall (.85 where .95 is asked for), so it stays off.
    private static final KnnSearchStrategy EVERY_NEIGHBOUR = new KnnSearchStrategy.Hnsw(0);

    private final IndexSearcher searcher;
    private final BitSetProducer parents;
    private final String field;
    private final float[] target;
    private final @Nullable Query windows;

    /// `chunks` are the chunks admitted, null for all.
    NearestWindows(IndexSearcher searcher, BitSetProducer parents, VectorQuery query, @Nullable Query chunks) {
        this.searcher = searcher;
        this.parents = parents;
        this.field = Fields.vector(query.embedder());
        this.target = query.vector().values();
        this.windows = chunks == null ? null : new ToChildBlockJoinQuery(chunks, parents);
    }

    List<Hit> search(int limit, VectorQuery.Accuracy accuracy) throws IOException {
        int[] candidates = switch (accuracy) {
            case APPROXIMATE -> byGraph(limit);
            case EXACT -> byScan(limit);
        };
        return hits(candidates).stream().sorted(Hit.BEST_FIRST).limit(limit).toList();
    }

    private int[] byGraph(int limit) throws IOException {
        int wanted = Math.max(MIN_CANDIDATES, limit + SPARE_CANDIDATES);
        Query nearest =
                new DiversifyingChildrenFloatKnnVectorQuery(field, target, windows, wanted, parents, EVERY_NEIGHBOUR);
        return Arrays.stream(searcher.search(nearest, wanted).scoreDocs)
                .mapToInt(scored -> scored.doc)
                .toArray();
    }

    private int[] byScan(int limit) throws IOException {
        PriorityQueue<Scored> best = new PriorityQueue<>(Comparator.comparingDouble(Scored::cosine));
        Weight admitted = windows == null
                ? null
                : searcher.createWeight(searcher.rewrite(windows), ScoreMode.COMPLETE_NO_SCORES, 1f);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            scan(leaf, admitted, limit, best);
        }
        return best.stream().mapToInt(Scored::doc).toArray();
    }

    private void scan(LeafReaderContext leaf, @Nullable Weight admitted, int limit, PriorityQueue<Scored> best)
            throws IOException {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
        BitSet chunks = parents.getBitSet(leaf);
        Scorer filter = admitted == null ? null : admitted.scorer(leaf);
        if (vectors == null || chunks == null || (admitted != null && filter == null)) {
            return;
        }
        DocIndexIterator at = vectors.iterator();
        DocIdSetIterator docs =
                filter == null ? at : ConjunctionUtils.intersectIterators(List.of(at, filter.iterator()));
        Bits live = leaf.reader().getLiveDocs();
        Scored bestOfChunk = Scored.NONE;
        int chunk = -1;
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            if (live != null && !live.get(doc)) {
                continue;
            }
            if (doc > chunk) {
                keep(bestOfChunk, limit, best);
                bestOfChunk = Scored.NONE;
                chunk = chunks.nextSetBit(doc);
            }
            float cosine = VectorUtil.dotProduct(target, vectors.vectorValue(at.index()));
            if (cosine > bestOfChunk.cosine()) {
                bestOfChunk = new Scored(leaf.docBase + doc, cosine);
            }
        }
        keep(bestOfChunk, limit, best);
    }

    private static void keep(Scored scored, int limit, PriorityQueue<Scored> best) {
        if (scored.doc() < 0) {
            return;
        }
        best.add(scored);
        if (best.size() > limit) {
            best.poll();
        }
    }

    /// Names and rescores the chunks of windows, which are given by their numbers in the searcher.
    private List<Hit> hits(int[] docs) throws IOException {
        Arrays.sort(docs);
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        List<Hit> hits = new ArrayList<>(docs.length);
        for (int from = 0; from < docs.length; ) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(docs[from], leaves));
            int to = from;
            while (to < docs.length && docs[to] < leaf.docBase + leaf.reader().maxDoc()) {
                to++;
            }
            addHits(leaf, Arrays.copyOfRange(docs, from, to), hits);
            from = to;
        }
        return hits;
    }

    private void addHits(LeafReaderContext leaf, int[] docs, List<Hit> hits) throws IOException {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
        BitSet chunks = parents.getBitSet(leaf);
        if (vectors == null || chunks == null) {
            throw new IllegalStateException("a window without vector or chunk was found in " + field);
        }
        DocIndexIterator at = vectors.iterator();
        NumericDocValues windowOf = DocValues.getNumeric(leaf.reader(), Fields.WINDOW);
        ChunkNames names = new ChunkNames(leaf);
        for (int doc : docs) {
            int chunk = chunks.nextSetBit(doc - leaf.docBase);
            Scored best = bestWindow(vectors, at, firstWindow(chunks, chunk), chunk);
            windowOf.advanceExact(best.doc());
            hits.add(names.hit(chunk, (int) windowOf.longValue(), best.cosine()));
        }
    }

    /// Looks at all of them: the graph chooses by quantized vectors, which change with the segment they are in, and
    /// among windows that hardly differ may choose another one than the full vectors do.
    private Scored bestWindow(FloatVectorValues vectors, DocIndexIterator at, int from, int chunk) throws IOException {
        Scored best = Scored.NONE;
        for (int window = at.docID() < from ? at.advance(from) : at.docID(); window < chunk; window = at.nextDoc()) {
            float cosine = VectorUtil.dotProduct(target, vectors.vectorValue(at.index()));
            if (cosine > best.cosine()) {
                best = new Scored(window, cosine);
            }
        }
        return best;
    }

    /// The windows of a chunk stand before it, from the chunk before on.
    private static int firstWindow(BitSet chunks, int chunk) {
        return chunk == 0 ? 0 : chunks.prevSetBit(chunk - 1) + 1;
    }

    private record Scored(int doc, float cosine) {
        static final Scored NONE = new Scored(-1, Float.NEGATIVE_INFINITY);
    }

    /// Which chunk of which document a parent is. Asked in ascending order.
    static final class ChunkNames {
        private final NumericDocValues documents;
        private final NumericDocValues ordinals;

        ChunkNames(LeafReaderContext leaf) throws IOException {
            documents = DocValues.getNumeric(leaf.reader(), Fields.DOCUMENT);
            ordinals = DocValues.getNumeric(leaf.reader(), Fields.CHUNK);
        }

        Hit hit(int parent, int window, double score) throws IOException {
            documents.advanceExact(parent);
            ordinals.advanceExact(parent);
            return new Hit(new DocumentId(documents.longValue()), (int) ordinals.longValue(), window, score);
        }
    }
}
