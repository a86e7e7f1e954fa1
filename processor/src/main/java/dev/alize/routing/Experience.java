package dev.alize.routing;

import java.util.concurrent.TimeUnit;

/** What calls at a target showed lately. Written by who holds the gate's lock, but for beginnings; read by anybody. */
final class Experience {
    /** Of the newest call in the smoothed latency. */
    private static final double NEWEST_WEIGHS = 0.2;

    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private volatile double latencyMs = Double.NaN;
    private volatile long begunNanos;
    private volatile boolean begun;
    private volatile long answeredNanos;
    private volatile boolean answered;

    /** Smoothed time of successful calls; not a number before the first. */
    double latencyMs() {
        return latencyMs;
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
        latencyMs = Double.isNaN(latencyMs) ? durationMs : latencyMs + NEWEST_WEIGHS * (durationMs - latencyMs);
    }
}
