package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * The part of block {@code processing} that says how requests wait.
 *
 * @param maxWaiting requests that wait for a free call in an instance, by priority, before no more are read, 0 to
 *     1,000,000; default 500. They wait in the store; twice as many may wait for the interactive topic
 * @param maxHeldPerKey requests held behind the head of one ordering key before their partition is not read, 1 to
 *     1,000,000; default 100
 * @param maxHeldBytes bytes of held requests in an instance, on disk, before partitions that hold some are not read, 1
 *     KiB to 1 TiB; default 256 MiB
 * @param maxAge how long after its turn came a request is answered as expired, 1 s to 7 d; default 15 m
 */
public record Waiting(int maxWaiting, int maxHeldPerKey, long maxHeldBytes, Duration maxAge) {
    public static final Range<Integer> WAITING = Range.of(0, 1_000_000);
    public static final Range<Integer> HELD_PER_KEY = Range.of(1, 1_000_000);
    public static final Range<Long> HELD_BYTES = Range.of(1L << 10, 1L << 40);
    public static final Range<Duration> MAX_AGE = Range.of(Duration.ofSeconds(1), Duration.ofDays(7));
    public static final Waiting DEFAULT = new Waiting(500, 100, 256L << 20, Duration.ofMinutes(15));

    public Waiting {
        WAITING.check("processing.max_waiting", maxWaiting);
        HELD_PER_KEY.check("processing.max_held_per_key", maxHeldPerKey);
        HELD_BYTES.check("processing.max_held_bytes", maxHeldBytes);
        MAX_AGE.check("processing.max_age", maxAge);
    }
}
