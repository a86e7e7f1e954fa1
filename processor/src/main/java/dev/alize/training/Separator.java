package dev.alize.training;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds weights that separate vectors with a margin: a linear support vector machine with squared hinge loss, solved by
 * dual coordinate descent (Hsieh et al., ICML 2008), whose every step is exact and which needs no step size.
 */
final class Separator {
    private static final int MAX_ROUNDS = 40;

    /** Stop when no step of a round was larger. */
    private static final double TOLERANCE = 0.02;

    final float[] weights;
    float bias;

    private Separator(int buckets) {
        weights = new float[buckets];
    }

    /**
     * A vector to separate.
     *
     * @param answer 1 or -1
     * @param cost how much it may bend the weights
     */
    record Point(Vector vector, int answer, double cost) {}

    static Separator fit(List<Point> points, int buckets, long seed) {
        Separator separator = new Separator(buckets);
        int[] order = new int[points.size()];
        double[] alphas = new double[points.size()];
        double[] squares = new double[points.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            squares[i] = points.get(i).vector().squared() + 1;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            shuffle(order, random);
            double largest = 0;
            for (int i : order) {
                largest = Math.max(largest, separator.step(points.get(i), alphas, i, squares[i]));
            }
            if (largest < TOLERANCE) {
                break;
            }
        }
        return separator;
    }

    private double step(Point point, double[] alphas, int i, double square) {
        double softness = 1 / (2 * point.cost());
        double gradient = point.answer() * margin(point.vector()) - 1 + softness * alphas[i];
        if (alphas[i] == 0 && gradient >= 0) {
            return 0;
        }
        double next = Math.max(0, alphas[i] - gradient / (square + softness));
        double change = (next - alphas[i]) * point.answer();
        alphas[i] = next;
        point.vector().addTo(weights, change);
        bias += (float) change;
        return Math.abs(gradient);
    }

    double margin(Vector vector) {
        return bias + vector.dot(weights);
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
