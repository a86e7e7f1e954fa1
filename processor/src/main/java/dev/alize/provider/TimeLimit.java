package dev.alize.provider;

import dev.alize.domain.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may take as a whole, and how long a streamed one may be silent: the target's timeout, since a stalled
 * stream is no better than an answer that does not come. Owned by the event loop.
 */
final class TimeLimit {
    /** How long the end of a stream may take once its outcome is known. */
    private static final long DRAIN_MS = 1_000;

    private final Wire wire;
    private final Stopwatch watch;
    private final long totalMs;
    private final long silenceMs;
    private long heardMs;
    private long timer = -1;

    TimeLimit(Attempt attempt, Wire wire, Stopwatch watch) {
        this.wire = wire;
        this.watch = watch;
        totalMs = attempt.timeout().toMillis();
        silenceMs = attempt.events() == null
                ? totalMs
                : Math.min(totalMs, attempt.target().timeout().toMillis());
    }

    /** Runs it when the time is up. One timer serves both limits; it is not set anew for each part of an answer. */
    void start(Runnable timeOut) {
        timer = wire.after(Math.max(1, leftMs()), () -> {
            if (leftMs() > 0) {
                start(timeOut);
            } else {
                timeOut.run();
            }
        });
    }

    /** A part of the body came; neither its head nor the wait for a connection is a sign of life. */
    void heard() {
        heardMs = watch.elapsedMs();
    }

    /** 0 or less when the time is up. */
    long leftMs() {
        return Math.min(totalMs, heardMs + silenceMs) - watch.elapsedMs();
    }

    /** There is an outcome, and only the end of the stream is still to come; runs it where that takes too long. */
    void drain(Runnable giveUp) {
        stop();
        timer = wire.after(DRAIN_MS, giveUp);
    }

    void stop() {
        wire.stop(timer);
    }

    /** @param progress of the answer, null before its head */
    String message(boolean sent, @Nullable String progress) {
        String reached = progress != null
                ? "after " + progress + ", maybe billed"
                : sent ? "before an answer, maybe billed" : "before a connection was free, nothing was sent";
        String limit = heardMs + silenceMs < totalMs
                ? "nothing came for " + silenceMs + " ms"
                : "no outcome within " + totalMs + " ms";
        return limit + ": time was up " + reached;
    }
}
