package dev.allotrope.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An embedder for tests that takes no time: each word is a fixed random direction and a text is the sum of its
/// words, so texts that share words are near each other. Case and a plural `s` make no difference; every character of
/// a script without spaces is a word. Knows English only, as the real one does.
public final class HashingEmbedder implements Embedder {
    private static final Pattern WORD = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{N}]+");
    private static final int WINDOW_TOKENS = 256;

    private final int dimensions;

    private HashingEmbedder(int dimensions) {
        this.dimensions = dimensions;
    }

    public static HashingEmbedder of(int dimensions) {
        return new HashingEmbedder(dimensions);
    }

    @Override
    public EmbedderId id() {
        return new EmbedderId("hashing-" + dimensions, "0123456789abcdef");
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int windowTokens() {
        return WINDOW_TOKENS;
    }

    @Override
    public int tokens(String text) {
        return words(text).size();
    }

    @Override
    public boolean knows(String language) {
        return language.toLowerCase(Locale.ROOT).matches("en([_-].*)?");
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        return texts.stream().map(this::embed).toList();
    }

    private Embedding embed(String text) {
        double[] sum = new double[dimensions];
        // A text without words has a direction too: vectors of length zero have no cosine.
        add(sum, "");
        words(text).stream().limit(2 * WINDOW_TOKENS).forEach(word -> add(sum, word));
        return unit(sum);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String word = matcher.group();
            words.add(word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
        }
        return words;
    }

    private void add(double[] sum, String word) {
        Random direction = new Random(word.hashCode() * 31L + dimensions);
        for (int i = 0; i < dimensions; i++) {
            sum[i] += direction.nextGaussian();
        }
    }

    private Embedding unit(double[] sum) {
        double length = 0;
        for (double value : sum) {
            length += value * value;
        }
        float[] values = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            values[i] = (float) (sum[i] / Math.sqrt(length));
        }
        return new Embedding(values);
    }
}
