package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * Block {@code health_probe} of a target.
 *
 * @param enabled default true where the block is given
 * @param interval key {@code interval_seconds}, 1 s to 1 day; default 30 s
 * @param timeout key {@code timeout_seconds}, 1 s to the interval; default 5 s, or the interval where that is shorter
 */
public record HealthProbe(boolean enabled, Duration interval, Duration timeout) {
    public static final Range<Duration> INTERVAL = Range.of(Duration.ofSeconds(1), Duration.ofDays(1));

    public HealthProbe {
        INTERVAL.check("health_probe.interval_seconds", interval);
        Range.of(INTERVAL.min(), interval).check("health_probe.timeout_seconds", timeout);
    }
}
