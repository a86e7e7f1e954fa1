package dev.alize.policies.model;

/**
 * Turns a margin into a probability (Platt): {@code 1 / (1 + exp(-(slope * margin + offset)))}.
 *
 * @param slope above 0
 */
public record Calibration(double slope, double offset) {
    public static final Calibration NONE = new Calibration(1, 0);

    /** Natural logarithm of the odds. */
    public double logOdds(double margin) {
        return slope * margin + offset;
    }

    public double probability(double margin) {
        return sigmoid(logOdds(margin));
    }

    public static double sigmoid(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
