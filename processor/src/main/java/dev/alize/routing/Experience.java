package dev.alize.routing;

import java.util.concurrent.TimeUnit;

/** What calls at a target showed lately. Written by who holds the gate's lock, but for beginnings; read by anybody. */
final class Experience {
    /** Of the newest call in the smoothed latency. */
    private static final double NEWEST_WEIGHS = 0.2;

    /** The longest call is that of this span and of the one before; spans without calls do not count. */
    private static final long SPAN_NANOS = TimeUnit.MINUTES.toNanos(30);

    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private volatile double latencyMs = Double.NaN;
    private volatile long longestMs;
    private long longestBeforeMs;
    private long longestNowMs;
    private long spanNanos;
    private volatile long begunNanos;
    private volatile boolean begun;
    private volatile long answeredNanos;
    private volatile boolean answered;

    /** Smoothed time of successful calls; not a number before the first. */
    double latencyMs() {
        return latencyMs;
    }

    /** Time of the longest successful call of the last half to whole hour of calls; 0 before the first. */
    long longestMs() {
        return longestMs;
    }

    /** Whether a call began since then. */
    boolean begunSince(long nanos) {
        return begun && begunNanos - nanos >= 0;
    }

    /** Whether it answered anything within the last minute. */
    boolean answeredLately(long nowNanos) {
        return answered && nowNanos - answeredNanos <= LATELY_NANOS;
    }

    void began(long nowNanos) {
        begunNanos = nowNanos;
        begun = true;
    }

    void answered(long nowNanos) {
        answeredNanos = nowNanos;
        answered = true;
    }

    void succeeded(long durationMs, long nowNanos) {
        if (Double.isNaN(latencyMs) || nowNanos - spanNanos >= SPAN_NANOS) {
            spanNanos = nowNanos;
            longestBeforeMs = longestNowMs;
            longestNowMs = 0;
        }
        longestNowMs = Math.max(durationMs, longestNowMs);
        longestMs = Math.max(longestBeforeMs, longestNowMs);
        latencyMs = Double.isNaN(latencyMs) ? durationMs : latencyMs + NEWEST_WEIGHS * (durationMs - latencyMs);
    }
}
