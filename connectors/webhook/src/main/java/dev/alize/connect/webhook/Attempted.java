package dev.alize.connect.webhook;

import java.time.Duration;

/** How an attempt ended. Reasons hold no data, no path and no query. */
sealed interface Attempted {
    /** The receiver has it. */
    record Delivered() implements Attempted {}

    /** It may work later, not before {@code atLeast}. */
    record Failed(String reason, Duration atLeast) implements Attempted {}

    /** It will not work. */
    record Refused(String reason) implements Attempted {}
}
