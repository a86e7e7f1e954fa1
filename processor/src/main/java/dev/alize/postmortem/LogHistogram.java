package dev.alize.postmortem;

/** Counts durations in buckets that grow with them: 3 KiB whatever is counted, at most 2 % off. Not thread-safe. */
final class LogHistogram {
    private static final int STEPS = 32;
    /** 2^30 ms are twelve days. */
    private static final int DOUBLINGS = 30;

    private final int[] counts = new int[STEPS * (DOUBLINGS - 4)];
    private long total;

    /** @param millis below 0 counts as 0 */
    void add(long millis) {
        counts[bucket(millis)]++;
        total++;
    }

    void add(LogHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    long total() {
        return total;
    }

    /**
     * The duration that a share of all does not exceed.
     *
     * @param share above 0, to 1
     * @return milliseconds; -1 where nothing was counted
     */
    long percentile(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return middle(i);
            }
        }
        return -1;
    }

    /** How many were longer, up to the width of a bucket. */
    long longerThan(long millis) {
        long longer = 0;
        for (int i = bucket(millis) + 1; i < counts.length; i++) {
            longer += counts[i];
        }
        return longer;
    }

    /** Up to 31 ms exactly, then 32 steps for each doubling. */
    private int bucket(long millis) {
        if (millis < STEPS) {
            return (int) Math.max(0, millis);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(millis);
        int step = (int) (millis >>> (exponent - 5)) - STEPS;
        return Math.min(counts.length - 1, (exponent - 4) * STEPS + step);
    }

    private static long middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long low = (long) (bucket % STEPS + STEPS) << shift;
        return low + (1L << shift) / 2;
    }
}
