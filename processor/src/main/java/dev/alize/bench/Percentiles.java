package dev.alize.bench;

import java.util.Arrays;

/** Percentiles of a sample, by nearest rank: each is a value that was measured. Immutable. */
final class Percentiles {
    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Of these values.
     *
     * @param values at least one
     */
    static Percentiles of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("percentiles: got no values, expected at least one");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /**
     * The smallest value that is not below so many percent of all.
     *
     * @param percent above 0, up to 100
     */
    double at(double percent) {
        int rank = (int) Math.ceil(percent * sorted.length / 100);
        return sorted[Math.max(1, rank) - 1];
    }

    /** The middle; of an even number of values the mean of the two in the middle. */
    double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double max() {
        return sorted[sorted.length - 1];
    }
}
