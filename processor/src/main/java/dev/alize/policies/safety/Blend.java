package dev.alize.policies.safety;

import dev.alize.policies.model.Calibration;

/**
 * Puts together what the best part of a text says and what the whole says, both in log odds. A sentence is judged by its
 * parts, a text of {@link #LONG} words and more by the whole, and what is between by some of both. The numbers are by
 * cross-validation.
 */
final class Blend {
    /** Up to so many words, the parts decide. */
    private static final double SHORT = 15;

    /** From so many words on, the whole decides. */
    private static final double LONG = 30;

    /** How much the whole still says of a short text. */
    private static final double WHOLE_OF_SHORT = 0.1;

    /** What the best part of a short text must have beyond even odds. */
    private static final double CHANCE_OF_SHORT = 0.75;

    /** How much the best part still says of a long text. */
    private static final double PART_OF_LONG = 0.2;

    /** In texts of more words an unsafe passage is a small share of the whole, and its own odds count. */
    private static final int DOCUMENT = 500;

    private static final double CHANCE_OF_DOCUMENT = 0;

    /** Nobody is surer than that, about 0.998. */
    private static final double SUREST = 6.2;

    private Blend() {}

    /** @param part what the best part says */
    static double odds(double part, double whole, int words) {
        double share = Math.clamp(Math.log(Math.max(words, 1) / SHORT) / Math.log(LONG / SHORT), 0, 1);
        double odds =
                share * (whole + PART_OF_LONG * part) + (1 - share) * (WHOLE_OF_SHORT * whole + part - CHANCE_OF_SHORT);
        return words > DOCUMENT ? Math.max(odds, part - CHANCE_OF_DOCUMENT) : odds;
    }

    /** The log odds of a score. */
    static double odds(double score) {
        return Math.clamp(Math.log(score / (1 - score)), -SUREST, SUREST);
    }

    /** The score after its log odds moved. */
    static double moved(double score, double by) {
        return Calibration.sigmoid(odds(score) + by);
    }
}
