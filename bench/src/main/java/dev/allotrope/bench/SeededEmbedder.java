package dev.allotrope.bench;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Vectors without a model: a text's hash chooses one of many centres and the noise around it, so that vectors form
/// clusters as those of real texts do. Can have a real embedder do the work as well and throw its vectors away, so
/// that time passes as it would.
public final class SeededEmbedder implements Embedder {
    public static final int DIMENSIONS = 384;

    private static final int CENTRES = 2_000;
    /// Length of the noise against a centre of length one: texts of one cluster have a cosine of about .6.
    private static final double NOISE = 0.8;

    private static final int SAMPLE = 40;
    private static final long SEED = 20_261_123;

    private final int windowTokens;
    private final @Nullable Embedder cost;
    private final float[][] centres = new float[CENTRES][];
    private final LongAdder embedded = new LongAdder();
    private final List<String> sample = new ArrayList<>();
    private volatile boolean costly;

    public SeededEmbedder(int windowTokens, @Nullable Embedder cost) {
        this.windowTokens = windowTokens;
        this.cost = cost;
        for (int centre = 0; centre < CENTRES; centre++) {
            centres[centre] = unit(gaussian(new SplittableRandom(SEED + centre)));
        }
    }

    /// From now on passages cost what the real embedder takes; queries always do when there is one.
    public void costly() {
        costly = true;
    }

    /// From now on passages cost nothing again.
    public void free() {
        costly = false;
    }

    /// A few of the passages that had their cost.
    public synchronized List<String> sample() {
        return List.copyOf(sample);
    }

    private synchronized void keep(List<String> texts) {
        texts.stream().limit(SAMPLE - sample.size()).forEach(sample::add);
    }

    /// How many passages were embedded so far.
    public long embedded() {
        return embedded.sum();
    }

    @Override
    public EmbedderId id() {
        return new EmbedderId("bench-seeded", "0000000000000001");
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public int windowTokens() {
        return windowTokens;
    }

    /// Words: without a model there is no better count.
    @Override
    public int tokens(String text) {
        int words = 0;
        boolean inside = false;
        for (int at = 0; at < text.length(); at++) {
            boolean space = Character.isWhitespace(text.charAt(at));
            words += !space && !inside ? 1 : 0;
            inside = !space;
        }
        return words;
    }

    @Override
    public boolean knows(String language) {
        return language.toLowerCase(Locale.ROOT).startsWith("en");
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        if (purpose == Purpose.PASSAGE) {
            embedded.add(texts.size());
        }
        if (costly && purpose == Purpose.PASSAGE) {
            keep(texts);
        }
        if (cost != null && (costly || purpose == Purpose.QUERY)) {
            cost.embed(texts, purpose);
        }
        return texts.stream().map(this::vector).toList();
    }

    /// The vector of a text, for either purpose, at no cost.
    public Embedding vector(String text) {
        SplittableRandom random = new SplittableRandom(text.hashCode() * 31L + text.length());
        float[] centre = centres[random.nextInt(CENTRES)];
        float[] noise = unit(gaussian(random));
        float[] sum = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] = (float) (centre[i] + NOISE * noise[i]);
        }
        return new Embedding(unit(sum));
    }

    private static float[] gaussian(SplittableRandom random) {
        float[] values = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] unit(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        double length = Math.sqrt(sum);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / length);
        }
        return values;
    }
}
