package dev.alize.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Counts of durations in steps that grow by a third to a half. The steps are part of the schema: never change them. */
public final class Durations {
    private static final long[] BOUNDS = {
        10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960, 1_280, 1_920, 2_560, 3_840, 5_120, 7_680, 10_240,
        15_360, 20_480, 30_720, 40_960, 61_440, 122_880
    };

    /** How many steps there are, the one above the last bound included. */
    public static final int STEPS = BOUNDS.length + 1;

    private Durations() {}

    /** One duration in milliseconds. */
    public static List<Long> of(long millis) {
        int step = step(millis);
        List<Long> counts = new ArrayList<>(step + 1);
        for (int i = 0; i < step; i++) {
            counts.add(0L);
        }
        counts.add(1L);
        return counts;
    }

    /** The step of a duration in milliseconds, from 0; below {@link #STEPS}. */
    public static int step(long millis) {
        int found = Arrays.binarySearch(BOUNDS, millis);
        return found < 0 ? -found - 1 : found;
    }

    /** The counts of both. */
    public static List<Long> sum(List<Long> one, List<Long> other) {
        List<Long> sum = new ArrayList<>(one.size() >= other.size() ? one : other);
        List<Long> shorter = one.size() >= other.size() ? other : one;
        for (int i = 0; i < shorter.size(); i++) {
            sum.set(i, sum.get(i) + shorter.get(i));
        }
        return sum;
    }

    /**
     * About how long a share of the durations lasted at most, in milliseconds: evenly spread within a step; the last
     * bound for what lasted longer. Empty where there are none.
     *
     * @param share above 0, up to 1
     */
    public static OptionalLong percentile(List<Long> counts, double share) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return OptionalLong.empty();
        }
        double wanted = share * all;
        double seen = 0;
        for (int i = 0; i < counts.size(); i++) {
            long count = counts.get(i);
            if (count > 0 && seen + count >= wanted) {
                return OptionalLong.of(within(i, (wanted - seen) / count));
            }
            seen += count;
        }
        return OptionalLong.of(within(counts.size() - 1, 1));
    }

    private static long within(int step, double share) {
        if (step >= BOUNDS.length) {
            return BOUNDS[BOUNDS.length - 1];
        }
        long low = step == 0 ? 0 : BOUNDS[step - 1];
        return Math.round(low + (BOUNDS[step] - low) * share);
    }
}
