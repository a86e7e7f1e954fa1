package dev.alize.training;

import java.util.Comparator;
import java.util.List;

/** How well scores order rows. */
final class Curve {
    /** A row: its score, and whether it is one of those that should have the higher ones. */
    record Point(double score, boolean positive) {}

    private Curve() {}

    /** The area under the ROC curve: how often a positive row has the higher score, ties counting half. NaN without both. */
    static double area(List<Point> points) {
        List<Point> sorted =
                points.stream().sorted(Comparator.comparingDouble(Point::score)).toList();
        double ranks = 0;
        long positives = 0;
        for (int from = 0; from < sorted.size(); ) {
            int to = from;
            long here = 0;
            while (to < sorted.size()
                    && sorted.get(to).score() == sorted.get(from).score()) {
                here += sorted.get(to).positive() ? 1 : 0;
                to++;
            }
            ranks += here * (from + 1 + to) / 2.0;
            positives += here;
            from = to;
        }
        long negatives = sorted.size() - positives;
        return positives == 0 || negatives == 0
                ? Double.NaN
                : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
