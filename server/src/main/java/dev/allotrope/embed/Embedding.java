package dev.allotrope.embed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// A vector of length one, as 32-bit floats.
public record Embedding(float[] values) {
    /// The dot product, which for unit vectors is the cosine.
    public double dot(Embedding other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum;
    }

    /// The given arrow as a vector of length one. Throws [IllegalArgumentException] when it points nowhere.
    public static Embedding unit(float[] arrow) {
        double square = 0;
        for (float value : arrow) {
            square += (double) value * value;
        }
        double length = Math.sqrt(square);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException("a vector without direction");
        }
        float[] unit = new float[arrow.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (arrow[i] / length);
        }
        return new Embedding(unit);
    }

    /// The direction in the middle of one or more vectors; that of the first where they cancel each other out.
    public static Embedding mean(List<Embedding> vectors) {
        float[] sum = vectors.getFirst().values.clone();
        for (Embedding vector : vectors.subList(1, vectors.size())) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector.values[i];
            }
        }
        boolean none = new Embedding(sum).dot(new Embedding(sum)) < 1e-12;
        return none ? vectors.getFirst() : unit(sum);
    }

    /// The direction between this one and another, which counts by `share`, from 0 to 1; this one where they cancel
    /// each other out.
    public Embedding leaning(Embedding other, double share) {
        float[] between = new float[values.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = (float) ((1 - share) * values[i] + share * other.values[i]);
        }
        boolean none = new Embedding(between).dot(new Embedding(between)) < 1e-12;
        return none ? this : unit(between);
    }

    /// Little-endian bytes, four a value.
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    public static Embedding of(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Embedding(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding embedding && Arrays.equals(values, embedding.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
