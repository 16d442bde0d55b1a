package dev.allotrope.index;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Values that index and search tests begin with.
public final class TestIndexed {
    public static final Tenant TENANT = tenant(1);
    public static final EmbedderId SMALL = new EmbedderId("small", "aa");
    public static final EmbedderId OTHER = new EmbedderId("other", "bb");

    private TestIndexed() {}

    public static Tenant tenant(int customer) {
        return new Tenant(new OrganizationId(1), new CustomerId(customer));
    }

    public static Index.Head head(long position) {
        return new Index.Head(new Position(position), "mark");
    }

    public static DocumentId id(long value) {
        return new DocumentId(value);
    }

    /// An English document of one chunk for each text, without vectors.
    public static Put document(long id, String title, String... texts) {
        List<IndexedChunk> chunks = IntStream.range(0, texts.length)
                .mapToObj(ordinal -> new IndexedChunk(ordinal, texts[ordinal], List.of(), List.of()))
                .toList();
        return new Put(id(id), "en_US", title, Tags.NONE, "OPENAI", null, chunks);
    }

    /// An English document of one chunk with one window for each vector.
    public static Put embedded(long id, Embedding... windows) {
        return document(id, "title" + id, new IndexedChunk(0, "text" + id, List.of(), List.of(windows)));
    }

    public static Put document(long id, String title, IndexedChunk... chunks) {
        return new Put(id(id), "en_US", title, Tags.NONE, "OPENAI", SMALL, List.of(chunks));
    }

    public static Put inLanguage(Put put, String language) {
        return new Put(put.document(), language, put.title(), put.tags(), put.model(), put.embedder(), put.chunks());
    }

    public static Put ofModel(Put put, String model) {
        return new Put(put.document(), put.language(), put.title(), put.tags(), model, put.embedder(), put.chunks());
    }

    public static Put by(Put put, EmbedderId embedder) {
        return new Put(put.document(), put.language(), put.title(), put.tags(), put.model(), embedder, put.chunks());
    }

    public static Put tagged(Put put, Map<String, String> tags) {
        return withTags(put, Tags.of(tags));
    }

    public static Put withTags(Put put, Tags tags) {
        return new Put(put.document(), put.language(), put.title(), tags, put.model(), put.embedder(), put.chunks());
    }

    /// A unit vector in the direction of the values.
    public static Embedding vector(double... values) {
        double length = Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * values[i])
                .sum());
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] / length);
        }
        return new Embedding(unit);
    }

    public static Embedding random(Random random, int dimensions) {
        return vector(random.doubles(dimensions, -1, 1).toArray());
    }

    /// A vector near `centre`, the nearer the smaller `spread`.
    public static Embedding near(Random random, Embedding centre, double spread) {
        double[] values = new double[centre.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = centre.values()[i] + spread * random.nextGaussian() / Math.sqrt(values.length);
        }
        return vector(values);
    }
}
