package dev.alize.training;

/** Counts of right and wrong decisions. */
final class Confusion {
    private int hits;
    private int misses;
    private int alarms;
    private int passes;

    void add(boolean positive, boolean held) {
        if (positive) {
            hits += held ? 1 : 0;
            misses += held ? 0 : 1;
        } else {
            alarms += held ? 1 : 0;
            passes += held ? 0 : 1;
        }
    }

    int positives() {
        return hits + misses;
    }

    int negatives() {
        return alarms + passes;
    }

    double recall() {
        return (double) hits / positives();
    }

    double falsePositives() {
        return (double) alarms / negatives();
    }

    double f1() {
        return 2.0 * hits / Math.max(1, 2 * hits + misses + alarms);
    }
}
