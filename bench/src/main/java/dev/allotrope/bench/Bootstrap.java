package dev.allotrope.bench;

import java.util.Arrays;
import java.util.Random;

/// What a mean over few questions is worth: the questions are drawn again and again, with a seed.
final class Bootstrap {
    private static final int SAMPLES = 10_000;
    private static final long SEED = 1;

    private Bootstrap() {}

    /// A mean and the interval that holds it in 95 of 100 draws.
    record Mean(double value, double from, double to) {}

    static Mean mean(double[] values) {
        double[] means = draws(values);
        Arrays.sort(means);
        return new Mean(
                Arrays.stream(values).average().orElseThrow(),
                means[(int) (SAMPLES * 0.025)],
                means[(int) (SAMPLES * 0.975)]);
    }

    /// The part of draws in which `one` is no better than `other` on the same questions; below .05 it counts as better.
    static double noBetter(double[] one, double[] other) {
        double[] differences = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            differences[i] = one[i] - other[i];
        }
        return (double) Arrays.stream(draws(differences))
                        .filter(mean -> mean <= 0)
                        .count()
                / SAMPLES;
    }

    private static double[] draws(double[] values) {
        Random random = new Random(SEED);
        double[] means = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[sample] = sum / values.length;
        }
        return means;
    }
}
