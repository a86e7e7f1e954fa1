package dev.alize.trail;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}
 */
public record Window(Instant from, Instant to) {
    public Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "window: got %s to %s, expected an end after its start".formatted(from, to));
        }
    }

    public boolean holds(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
