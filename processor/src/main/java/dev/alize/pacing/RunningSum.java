package dev.alize.pacing;

import java.util.Arrays;

/** What was counted in the span that ends now, to a 512th of it. Not thread-safe. */
final class RunningSum {
    private static final int PARTS = 512;

    private final long partNanos;
    private final double[] parts = new double[PARTS];
    private long newest;
    private double sum;
    private long lookedAt = Long.MIN_VALUE;
    private long lookedFor;
    private double leaving;

    RunningSum(long spanNanos, long nowNanos) {
        partNanos = Math.max(1, spanNanos / PARTS);
        newest = nowNanos / partNanos;
    }

    void add(double amount, long nowNanos) {
        turn(nowNanos);
        parts[Math.floorMod(newest, PARTS)] += amount;
        sum += amount;
    }

    double at(long nowNanos) {
        turn(nowNanos);
        return Math.max(0, sum);
    }

    /** Of what is counted now, how much will no longer be after so long. */
    double leaving(long withinNanos, long nowNanos) {
        turn(nowNanos);
        long count = Math.clamp(withinNanos / partNanos, 0, PARTS);
        if (newest != lookedAt || count != lookedFor) {
            lookedAt = newest;
            lookedFor = count;
            leaving = 0;
            for (long part = newest - PARTS + 1; part <= newest - PARTS + count; part++) {
                leaving += parts[Math.floorMod(part, PARTS)];
            }
        }
        return leaving;
    }

    private void turn(long nowNanos) {
        long part = nowNanos / partNanos;
        if (part - newest >= PARTS) {
            Arrays.fill(parts, 0);
            sum = 0;
            newest = part;
        }
        while (newest < part) {
            newest++;
            int index = Math.floorMod(newest, PARTS);
            sum -= parts[index];
            parts[index] = 0;
        }
    }
}
