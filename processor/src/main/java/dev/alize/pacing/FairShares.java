package dev.alize.pacing;

/**
 * Divides a quota: nobody gets more than wanted while another one lacks; those who lack get equal parts by weight (max-min
 * fairness). What nobody wants is divided by weight too, so that who begins to need it has it already.
 */
final class FairShares {
    /** Of its part by weight, everybody keeps this at least: its first request must not wait for the others. */
    private static final double LEAST = 0.02;

    private FairShares() {}

    /** Parts of 1; of the same order and length as the wishes, which are from 0 to 1. */
    static double[] divide(double[] wanted, double[] weights) {
        int count = wanted.length;
        double[] shares = new double[count];
        double left = 1;
        double weight = 0;
        for (double each : weights) {
            weight += each;
        }
        if (weight <= 0) {
            return shares;
        }
        double[] wish = new double[count];
        boolean[] served = new boolean[count];
        for (int i = 0; i < count; i++) {
            wish[i] = Math.max(wanted[i], LEAST * weights[i] / weight);
            served[i] = weights[i] <= 0;
        }
        double lacking = weight;
        boolean again = true;
        while (again) {
            again = false;
            double fair = lacking > 0 ? left / lacking : 0;
            for (int i = 0; i < count; i++) {
                if (!served[i] && wish[i] <= fair * weights[i]) {
                    shares[i] = wish[i];
                    served[i] = true;
                    left -= wish[i];
                    lacking -= weights[i];
                    again = true;
                    break;
                }
            }
        }
        boolean allServed = lacking <= 1e-9;
        double fair = Math.max(0, left) / (allServed ? weight : lacking);
        for (int i = 0; i < count; i++) {
            if (allServed) {
                shares[i] += fair * weights[i];
            } else if (!served[i]) {
                shares[i] = fair * weights[i];
            }
        }
        return shares;
    }
}
