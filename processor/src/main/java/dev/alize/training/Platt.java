package dev.alize.training;

import dev.alize.policies.model.Calibration;
import java.util.List;

/** Fits a calibration: logistic regression with one variable, by Newton's method. */
final class Platt {
    private static final int ROUNDS = 50;
    private static final double RIDGE = 1e-3;

    private Platt() {}

    /** A margin of a text that the model had not seen, what else speaks for it in log odds, and what is true. */
    record Point(double margin, double odds, boolean holds, double weight) {}

    static Calibration fit(List<Point> points) {
        double slope = 1;
        double offset = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double g0 = RIDGE * (slope - 1);
            double g1 = 0;
            double h00 = RIDGE;
            double h01 = 0;
            double h11 = RIDGE;
            for (Point point : points) {
                double p = Calibration.sigmoid(slope * point.margin() + offset + point.odds());
                double error = point.weight() * (p - (point.holds() ? 1 : 0));
                double curve = point.weight() * p * (1 - p);
                g0 += error * point.margin();
                g1 += error;
                h00 += curve * point.margin() * point.margin();
                h01 += curve * point.margin();
                h11 += curve;
            }
            double determinant = h00 * h11 - h01 * h01;
            slope -= Math.clamp((h11 * g0 - h01 * g1) / determinant, -1, 1);
            offset -= Math.clamp((h00 * g1 - h01 * g0) / determinant, -1, 1);
        }
        return new Calibration(Math.max(slope, 0.1), offset);
    }
}
