package dev.alize.simulator.quota;

import java.util.Arrays;

/**
 * Amounts by tenths of a window, from a first moment on. Ends after 100,000 of them: what comes later is not noted. Not
 * thread-safe.
 */
final class Timeline {
    /** Slices of a window. */
    static final int PER_WINDOW = 10;

    private static final int MOST = 100_000;

    private final long window;
    private long[] slices = new long[PER_WINDOW];
    private int known;

    /** @param window in milliseconds, 1 or more */
    Timeline(long window) {
        this.window = window;
    }

    /** @param age milliseconds since the first moment, 0 or more */
    void add(long age, long amount) {
        long slice = age * PER_WINDOW / window;
        if (slice >= MOST) {
            return;
        }
        if (slice >= slices.length) {
            slices = Arrays.copyOf(slices, (int) Math.min(MOST, Math.max(slice + 1, slices.length * 2L)));
        }
        slices[(int) slice] += amount;
        known = Math.max(known, (int) slice + 1);
    }

    /** Up to the last slice in which there was something. */
    long[] slices() {
        return Arrays.copyOf(slices, known);
    }
}
