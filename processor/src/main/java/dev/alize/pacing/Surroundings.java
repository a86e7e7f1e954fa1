package dev.alize.pacing;

import dev.alize.domain.ProcessEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What pacing needs of the outside.
 *
 * @param nanoTime {@link System#nanoTime}
 * @param wallClock only for a {@code retry-after} that is a date
 * @param jitter of the way to the provider: by so much may two calls come nearer to each other; 0 or more
 * @param events told of limits that were learned, pauses and stops
 */
public record Surroundings(LongSupplier nanoTime, Clock wallClock, Duration jitter, ProcessEvents events) {
    /** Seen between data centres of one continent, and on a busy machine: the simulation uses up to so much. */
    public static final Duration USUAL_JITTER = Duration.ofMillis(30);

    public Surroundings {
        if (jitter.isNegative()) {
            throw new IllegalArgumentException("expected a jitter of 0 or more, got " + jitter);
        }
    }
}
