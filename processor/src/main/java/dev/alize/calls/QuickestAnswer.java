package dev.alize.calls;

import java.util.concurrent.TimeUnit;

/**
 * The shortest time in which the provider answered lately: a deadline that leaves less cannot be met, and a call for it
 * would be paid for nothing. It looks back one to two minutes, and has no opinion before it has seen enough answers.
 * Thread-safe.
 */
public final class QuickestAnswer {
    private static final long SPAN_MS = TimeUnit.MINUTES.toMillis(1);
    private static final int ENOUGH = 20;
    private static final long NONE = Long.MAX_VALUE;

    private long spanStart = -2 * SPAN_MS;
    private long now = NONE;
    private long before = NONE;
    private int seen;
    private int seenBefore;

    /** @param durationMs from the start of an attempt to its successful end */
    public synchronized void answered(long durationMs, long nowMs) {
        turn(nowMs);
        now = Math.min(now, durationMs);
        seen++;
    }

    /** Milliseconds that an answer takes at least; 0 where too few were seen to tell. */
    public synchronized long leastMs(long nowMs) {
        turn(nowMs);
        return seen + seenBefore < ENOUGH ? 0 : Math.min(now, before);
    }

    private void turn(long nowMs) {
        if (nowMs - spanStart < SPAN_MS && spanStart <= nowMs) {
            return;
        }
        boolean adjacent = spanStart <= nowMs && nowMs - spanStart < 2 * SPAN_MS;
        before = adjacent ? now : NONE;
        seenBefore = adjacent ? seen : 0;
        now = NONE;
        seen = 0;
        spanStart = nowMs;
    }
}
