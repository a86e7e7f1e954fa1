package dev.alize.simulator.vendor;

import java.util.Arrays;

/** What was used up in the last 60 seconds, to the second. Shared by the event loops. */
final class SlidingWindow {
    private static final int SECONDS = 60;

    private final long[] buckets = new long[SECONDS];
    private long newest = Long.MIN_VALUE;
    private long sum;

    /** Adds an amount at a time in seconds, and gives the sum of the 60 seconds up to then. */
    synchronized long add(long second, long amount) {
        if (newest == Long.MIN_VALUE || second - newest >= SECONDS) {
            Arrays.fill(buckets, 0);
            sum = 0;
            newest = second;
        }
        while (newest < second) {
            newest++;
            int slot = Math.floorMod(newest, SECONDS);
            sum -= buckets[slot];
            buckets[slot] = 0;
        }
        buckets[Math.floorMod(newest, SECONDS)] += amount;
        sum += amount;
        return sum;
    }
}
