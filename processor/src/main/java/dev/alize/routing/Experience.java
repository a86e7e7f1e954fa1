package dev.alize.routing;

import java.util.concurrent.TimeUnit;

/** What calls at a target showed lately. Written by who holds the gate's lock, but for beginnings; read by anybody. */
final class Experience {
    /** Of the newest call in the smoothed latency. */
    private static final double NEWEST_WEIGHS = 0.2;

    /** Of the longest call, after each further success. */
    private static final double FADING = 0.99;

    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private volatile double latencyMs = Double.NaN;
    private volatile double longestMs;
    private volatile long begunNanos;
    private volatile boolean begun;
    private volatile long answeredNanos;
    private volatile boolean answered;

    /** Smoothed time of successful calls; not a number before the first. */
    double latencyMs() {
        return latencyMs;
    }

    /** Time of the longest successful call lately; after hundred shorter ones about a third of it. 0 before the first. */
    double longestMs() {
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

    void succeeded(long durationMs) {
        longestMs = Math.max(durationMs, FADING * longestMs);
        latencyMs = Double.isNaN(latencyMs) ? durationMs : latencyMs + NEWEST_WEIGHS * (durationMs - latencyMs);
    }
}
