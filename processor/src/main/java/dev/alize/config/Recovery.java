package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * The part of block {@code processing} that says what happens to open calls when an instance stops.
 *
 * @param maxRedispatches how often a request is called again after crashes before it fails, 0 to 1,000; default 3
 * @param drainTimeout how long a planned stop waits for open calls, 0 (not at all) to 1 h; default 60 s
 * @param orphanTimeout how long open calls wait for their task to come back in the same process before they are
 *     cancelled, 0 to 1 m; default 5 s
 */
public record Recovery(int maxRedispatches, Duration drainTimeout, Duration orphanTimeout) {
    public static final Range<Integer> REDISPATCHES = Range.of(0, 1_000);
    public static final Range<Duration> DRAIN_TIMEOUT = Range.of(Duration.ZERO, Duration.ofHours(1));
    public static final Range<Duration> ORPHAN_TIMEOUT = Range.of(Duration.ZERO, Duration.ofMinutes(1));
    public static final Recovery DEFAULT = new Recovery(3, Duration.ofSeconds(60), Duration.ofSeconds(5));

    public Recovery {
        REDISPATCHES.check("processing.max_redispatches", maxRedispatches);
        DRAIN_TIMEOUT.check("processing.drain_timeout", drainTimeout);
        ORPHAN_TIMEOUT.check("processing.orphan_timeout", orphanTimeout);
    }
}
