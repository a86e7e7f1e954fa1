package dev.alize.training;

/**
 * A window of a text as the numbers that a model sees.
 *
 * @param buckets ascending, each once
 * @param values by bucket
 */
@SuppressWarnings("ArrayRecordComponent")
record Vector(int[] buckets, float[] values) {
    double dot(float[] weights) {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += weights[buckets[i]] * values[i];
        }
        return sum;
    }

    void addTo(float[] weights, double factor) {
        for (int i = 0; i < buckets.length; i++) {
            weights[buckets[i]] += (float) (factor * values[i]);
        }
    }

    double squared() {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return sum;
    }
}
