package dev.alize.pacing;

import java.time.Duration;

/**
 * A limit over a sliding window.
 *
 * @param length positive
 * @param limit requests or tokens in any span of this length; 0 says that there is no right to any
 */
public record Window(Kind kind, Duration length, long limit) {
    public Window {
        if (length.isNegative() || length.isZero() || limit < 0) {
            throw new IllegalArgumentException(
                    "a window has a positive length and a limit of 0 or more, got " + length + " and " + limit);
        }
    }
}
