package dev.alize.client.batch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells once when nothing was answered for a while although something is in flight. Not thread-safe. */
final class SilenceWatch {
    private final InstantSource clock;
    private final Duration limit;
    private Instant heard;
    private int done = -1;
    private boolean told;

    SilenceWatch(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
        this.heard = clock.instant();
    }

    /** True the first time the silence has lasted longer than the limit. */
    boolean silent(Progress progress) {
        Instant now = clock.instant();
        if (progress.done() != done || progress.inFlight() == 0) {
            done = progress.done();
            heard = now;
        }
        if (told || Duration.between(heard, now).compareTo(limit) < 0) {
            return false;
        }
        told = true;
        return true;
    }
}
