package dev.alize.pacing;

import java.util.concurrent.TimeUnit;

/**
 * What follows from a 429: nobody calls for a while, then somewhat slower than allowed, then as before. Not thread-safe:
 * its group locks.
 */
final class Pause {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    private static final long CAUTION = TimeUnit.SECONDS.toNanos(10);
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private static final double CAUTIOUS = 0.85;

    private boolean any;
    private long refusedAt;
    private long until;
    private long cautiousUntil;
    private long length;

    /**
     * A call was refused.
     *
     * @param startedAt when the call began: those that were in flight when another was refused say nothing new
     * @param retryAfter nanoseconds, the least time to wait; -1 where it was not said
     * @param window nanoseconds of the exhausted window, as far as it is known
     * @return whether a pause began
     */
    boolean refused(long startedAt, long nowNanos, long retryAfter, long window) {
        if (any && startedAt - Math.max(refusedAt, until) < 0) {
            if (retryAfter > 0) {
                extend(nowNanos + retryAfter, window);
            }
            return false;
        }
        boolean again = any && nowNanos - cautiousUntil < 0;
        length = again ? Math.min(2 * length, Math.max(length, window)) : Math.min(FIRST, window / 60);
        long wait = retryAfter <= 0 ? length : again ? Math.max(length, retryAfter) : retryAfter;
        any = true;
        refusedAt = nowNanos;
        until = nowNanos;
        extend(nowNanos + wait, window);
        return true;
    }

    private void extend(long to, long window) {
        until = Math.max(until, to);
        cautiousUntil = until + Math.min(CAUTION, window / 10);
    }

    /** Before this time no call begins; at or before {@code nowNanos} where there is no pause. */
    long until(long nowNanos) {
        return any ? Math.max(until, nowNanos) : nowNanos;
    }

    /** Whether it lasts a minute or more, from the refusal to its end. */
    boolean isLong(long nowNanos) {
        return any && until - nowNanos > 0 && until - refusedAt >= LONG;
    }

    /** Part of the rate that may be used. */
    double factor(long nowNanos) {
        return any && nowNanos - cautiousUntil < 0 ? CAUTIOUS : 1;
    }

    void end() {
        any = false;
    }
}
