package dev.alize.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock that processes of one machine share, for times that this process took with the one it has for itself. */
final class WallClock {
    private WallClock() {}

    /**
     * Microseconds since 1970.
     *
     * @param nanos a time of this process, as {@link System#nanoTime()}, of the last seconds or the next: both clocks
     *     are read anew, so that they cannot drift apart
     */
    static long micros(long nanos) {
        long ago = System.nanoTime() - nanos;
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - ago / 1_000;
    }
}
