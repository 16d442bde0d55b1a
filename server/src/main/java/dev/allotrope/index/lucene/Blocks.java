package dev.allotrope.index.lucene;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;

/// Turns a document into the block that Lucene holds of it, see [Fields].
final class Blocks {
    /// No positions: nobody asks for phrases.
    private static final FieldType WORDS = words(IndexOptions.DOCS_AND_FREQS);

    private static final FieldType SPELLING = words(IndexOptions.DOCS);

    private Blocks() {}

    /// Names all of a document's block.
    static Term of(DocumentChange change) {
        return new Term(Fields.ID, change.document().toString());
    }

    static List<Document> block(Put put) {
        List<Document> block = new ArrayList<>();
        for (IndexedChunk chunk : put.chunks()) {
            for (int window = 0; window < chunk.windows().size(); window++) {
                block.add(window(put, window, chunk.windows().get(window)));
            }
            block.add(chunk(put, chunk));
        }
        return block;
    }

    private static Document window(Put put, int ordinal, Embedding vector) {
        EmbedderId embedder = put.embedder();
        if (embedder == null) {
            throw new IllegalArgumentException("document " + put.document() + " has vectors of no embedder");
        }
        Document window = new Document();
        window.add(new StringField(Fields.ID, put.document().toString(), Field.Store.NO));
        window.add(new NumericDocValuesField(Fields.WINDOW, ordinal));
        window.add(new KnnFloatVectorField(
                Fields.vector(embedder), vector.values(), VectorSimilarityFunction.DOT_PRODUCT));
        return window;
    }

    private static Document chunk(Put put, IndexedChunk chunk) {
        Document parent = new Document();
        parent.add(new StringField(Fields.PARENTS.field(), Fields.PARENTS.text(), Field.Store.NO));
        parent.add(new StringField(Fields.ID, put.document().toString(), Field.Store.NO));
        parent.add(new NumericDocValuesField(Fields.DOCUMENT, put.document().value()));
        parent.add(new NumericDocValuesField(Fields.CHUNK, chunk.ordinal()));
        Group group = new Group(put.model(), put.embedder(), put.language());
        parent.add(new StringField(Fields.GROUP, group.term(), Field.Store.NO));
        put.tags()
                .values()
                .forEach((key, value) -> value.all().stream()
                        .distinct()
                        .forEach(text ->
                                parent.add(new StringField(Fields.TAG, Fields.tag(key, text), Field.Store.NO))));
        addWords(parent, put, chunk);
        return parent;
    }

    private static void addWords(Document parent, Put put, IndexedChunk chunk) {
        String all = Stream.concat(
                        Stream.of(put.title()), Stream.concat(chunk.headings().stream(), Stream.of(chunk.text())))
                .collect(Collectors.joining("\n"));
        Analysis analysis = Analysis.of(put.language());
        parent.add(new Field(Fields.text(analysis), all, WORDS));
        parent.add(new Field(Fields.title(analysis), put.title(), WORDS));
        parent.add(new Field(Fields.WORDS, all, SPELLING));
        parent.add(new Field(Fields.CODES, String.join(" ", CodeTerms.of(all)), WORDS));
    }

    private static FieldType words(IndexOptions options) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(options);
        type.setOmitNorms(options == IndexOptions.DOCS);
        type.freeze();
        return type;
    }
}
