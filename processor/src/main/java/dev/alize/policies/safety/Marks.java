package dev.alize.policies.safety;

import dev.alize.policies.text.Normalised;
import java.util.Arrays;
import java.util.Comparator;

/** A score for each category, 0 to 1, and the part of the text it is from. For one thread. */
final class Marks {
    private static final int COUNT = Category.values().length;

    private final double[] scores = new double[COUNT];
    private final int[] starts = new int[COUNT];
    private final int[] ends = new int[COUNT];

    /** Takes the score if it is higher than the one so far. */
    void raise(Category category, double score, int start, int end) {
        int at = category.ordinal();
        if (score > scores[at]) {
            scores[at] = score;
            starts[at] = start;
            ends[at] = end;
        }
    }

    double score(Category category) {
        return scores[category.ordinal()];
    }

    /** Offset of the part's first unit. */
    int start(Category category) {
        return starts[category.ordinal()];
    }

    /** Offset behind the part's last unit. */
    int end(Category category) {
        return ends[category.ordinal()];
    }

    /** Moves the log odds of whatever the model learned and has a score for. */
    void move(double by) {
        for (Category category : Category.values()) {
            int at = category.ordinal();
            if (category.learnt() && scores[at] > 0) {
                scores[at] = Blend.moved(scores[at], by);
            }
        }
    }

    /** The category with the highest score, of those that the model has learned. */
    Category likeliest() {
        return Arrays.stream(Category.values())
                .filter(Category::learnt)
                .max(Comparator.comparingDouble(this::score))
                .orElseThrow();
    }

    /** With offsets in the original of the text that these are about. */
    SafetyScores scores(Normalised text) {
        return new SafetyScores(Arrays.stream(Category.values())
                .map(category -> {
                    int start = text.start(start(category));
                    return new SafetyScores.Part(
                            category, score(category), start, Math.max(start, text.end(end(category))));
                })
                .toList());
    }
}
