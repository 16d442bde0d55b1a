package dev.allotrope.index.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/// HNSW over vectors quantized to one byte a dimension, with the floats beside them for rescoring. Lucene reads what
/// this wrote with its own format of the same name; only the limit of dimensions differs, because remote models
/// exceed 1,024.
final class Vectors extends KnnVectorsFormat {
    /// The longest vectors accepted.
    static final int MAX_DIMENSIONS = 4_096;

    private static final int GRAPH_CONNECTIONS = 16;
    private static final int GRAPH_BUILD_WIDTH = 100;

    private final KnnVectorsFormat format = new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.UNSIGNED_BYTE, GRAPH_CONNECTIONS, GRAPH_BUILD_WIDTH);

    private Vectors() {
        super(Lucene104HnswScalarQuantizedVectorsFormat.NAME);
    }

    /// Lucene's codec with this format for every vector field.
    static Lucene104Codec codec() {
        Vectors vectors = new Vectors();
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return MAX_DIMENSIONS;
    }
}
