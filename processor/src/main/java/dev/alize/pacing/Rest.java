package dev.alize.pacing;

import java.util.concurrent.TimeUnit;

/**
 * What is left of a window: as the provider's headers say, which see everybody's use; where none came lately, of this
 * instance's share, by what its calls cost. Not thread-safe.
 */
final class Rest {
    /** What a header said is old news after this time. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final long lengthNanos;
    private final RunningSum used;
    /** Share × nanoseconds in the running window. */
    private final RunningSum allowed;

    private long remaining = -1;
    private long heardAt;
    private double open;

    Rest(long lengthNanos, long nowNanos) {
        this.lengthNanos = lengthNanos;
        used = new RunningSum(lengthNanos, nowNanos);
        allowed = new RunningSum(lengthNanos, nowNanos);
    }

    /** As last heard, -1 where it was not. */
    long remaining() {
        return remaining;
    }

    long heardAt() {
        return heardAt;
    }

    double used(long nowNanos) {
        return used.at(nowNanos);
    }

    void count(double amount, long nowNanos) {
        used.add(amount, nowNanos);
    }

    void passed(long nanos, double share, long nowNanos) {
        allowed.add(Math.min(nanos, lengthNanos) * share, nowNanos);
    }

    void heard(long left, long nowNanos) {
        remaining = left;
        heardAt = nowNanos;
    }

    /** A call begins although nothing is left, to see whether there is something again. */
    void tried(long nowNanos) {
        if (remaining == 0) {
            heardAt = nowNanos;
        }
    }

    /** A call of so much began, or ended if negative, that is counted later. */
    void open(double amount) {
        open += amount;
    }

    boolean fresh(long nowNanos) {
        return remaining >= 0 && nowNanos - heardAt < FRESH;
    }

    /** Part of this instance's share that it did not use in the running window; 0 where it used more. */
    double ownUnused(long limit, long nowNanos) {
        double may = allowed.at(nowNanos) / lengthNanos * limit;
        return may <= 0 ? 0 : Math.max(0, 1 - used.at(nowNanos) / may);
    }

    /**
     * What this instance may still begin now so that it will have used its share when the call is counted, negative
     * where it began too much: in parts of the limit.
     *
     * @param aim part of the limit to aim at
     * @param callNanos until the call is counted
     */
    double room(long limit, double aim, long callNanos, long nowNanos) {
        double may = allowed.at(nowNanos) / lengthNanos * aim;
        long until = Math.min(callNanos, lengthNanos / 2);
        return may - (used.at(nowNanos) - used.leaving(until, nowNanos) + open) / limit;
    }
}
