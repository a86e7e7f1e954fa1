package dev.alize.console.state;

import java.util.OptionalLong;

/**
 * How far the books are behind this instance: the time since the first of its answers that they may not have read. Several
 * instances share the partitions of the trail, so each sees only what all have read; what any of them read lately counts.
 * Not thread-safe.
 */
final class BooksLag {
    /** The clocks of instances, and when an event is written, may differ by so much. */
    private static final long SKEW_MS = 5_000;

    private long waitingSince;

    /**
     * Looks again; some times a minute at least.
     *
     * @param lastAnswer of this instance, in milliseconds since 1970; 0 for never
     * @param read time of the newest record that the books are known to have read; 0 for none
     * @return milliseconds; empty where nothing is known
     */
    OptionalLong look(long lastAnswer, long read, long nowMs) {
        if (waitingSince != 0 && read >= waitingSince - SKEW_MS) {
            waitingSince = 0;
        }
        if (waitingSince == 0 && lastAnswer - SKEW_MS > read) {
            // Not since the answer: after a silence what the books read last is old, and they are not.
            waitingSince = lastAnswer;
        }
        if (waitingSince != 0) {
            return OptionalLong.of(Math.max(0, nowMs - waitingSince));
        }
        return read == 0 ? OptionalLong.empty() : OptionalLong.of(0);
    }
}
