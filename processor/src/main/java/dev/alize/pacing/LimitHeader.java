package dev.alize.pacing;

import java.time.Duration;

/**
 * What an answer's headers say of one window.
 *
 * @param label the window's part of the header's name, such as {@code req-minute}
 * @param length by its name
 * @param limit -1 where it is not said
 * @param remaining what is left for everybody, -1 where it is not said
 * @param resetNanos until the whole limit is there again, -1 where it is not said
 */
record LimitHeader(Kind kind, String label, Duration length, long limit, long remaining, long resetNanos) {}
