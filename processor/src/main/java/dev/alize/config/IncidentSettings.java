package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Block {@code incidents}: from when on something is an incident. Shares are of the calls at a target that ended in a
 * while.
 *
 * @param enabled whether incidents are looked for; default true
 * @param window how far back the look goes, 30 s to 4 min; default 60 s
 * @param errorRate share of failed calls that is a degradation (P2), 0.001 to 1; default 0.05
 * @param limitedRate the same for calls that our quota had refused, 0.001 to 1; default 0.1
 * @param minorRate share of failed calls that is a minor incident (P3), 0.0001 to 1; default 0.01
 * @param minFailures failed calls within half a minute, of which fewer are no degradation, 1 to 100,000; default 5
 * @param latency median duration of successful calls that is slow whatever is usual, 100 ms to 1 h; default 60 s
 * @param slowFactor times the usual median that are slow, where it is a second more as well, 1.5 to 1,000; default 5
 * @param resolveAfter how long calls have to succeed until an incident is resolved, 10 s to 10 min; default 45 s
 * @param reopenWithin time after a resolution in which the same failure is the same incident, 0 to 1 d; default 10 min
 * @param statusPage JSON of the public status page of the first target's provider; null, the default, for none
 * @param statusPages the same by provider, as the targets name it; goes before {@code statusPage}
 */
public record IncidentSettings(
        boolean enabled,
        Duration window,
        double errorRate,
        double limitedRate,
        double minorRate,
        int minFailures,
        Duration latency,
        double slowFactor,
        Duration resolveAfter,
        Duration reopenWithin,
        @Nullable URI statusPage,
        Map<String, URI> statusPages) {
    public static final Range<Duration> WINDOW = Range.of(Duration.ofSeconds(30), Duration.ofMinutes(4));
    public static final Range<Double> RATE = Range.of(0.001, 1.0);
    public static final Range<Double> MINOR_RATE = Range.of(0.0001, 1.0);
    public static final Range<Integer> MIN_FAILURES = Range.of(1, 100_000);
    public static final Range<Duration> LATENCY = Range.of(Duration.ofMillis(100), Duration.ofHours(1));
    public static final Range<Double> SLOW_FACTOR = Range.of(1.5, 1_000.0);
    public static final Range<Duration> RESOLVE_AFTER = Range.of(Duration.ofSeconds(10), Duration.ofMinutes(10));
    public static final Range<Duration> REOPEN_WITHIN = Range.of(Duration.ZERO, Duration.ofDays(1));
    public static final IncidentSettings DEFAULT = new IncidentSettings(
            true,
            Duration.ofSeconds(60),
            0.05,
            0.1,
            0.01,
            5,
            Duration.ofSeconds(60),
            5,
            Duration.ofSeconds(45),
            Duration.ofMinutes(10),
            null,
            Map.of());

    public IncidentSettings {
        statusPages = Map.copyOf(statusPages);
        WINDOW.check("incidents.window", window);
        RATE.check("incidents.error_rate", errorRate);
        RATE.check("incidents.limited_rate", limitedRate);
        MINOR_RATE.check("incidents.minor_rate", minorRate);
        MIN_FAILURES.check("incidents.min_failures", minFailures);
        LATENCY.check("incidents.latency", latency);
        SLOW_FACTOR.check("incidents.slow_factor", slowFactor);
        RESOLVE_AFTER.check("incidents.resolve_after", resolveAfter);
        REOPEN_WITHIN.check("incidents.reopen_within", reopenWithin);
    }

    /**
     * The status pages by provider.
     *
     * @param first provider of the first target
     */
    public Map<String, URI> pages(String first) {
        Map<String, URI> pages = new HashMap<>(statusPages);
        if (statusPage != null) {
            pages.putIfAbsent(first, statusPage);
        }
        return Map.copyOf(pages);
    }
}
