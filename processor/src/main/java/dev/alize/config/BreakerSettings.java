package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Block {@code providers.circuit_breaker}. Every target has a breaker of its own.
 *
 * @param enabled default true
 * @param failureThreshold failures of a target in a row that open its breaker, 1 to 10,000; default 10. Half of the
 *     last 100 calls open it too
 * @param recoveryTimeout key {@code recovery_timeout_seconds}, or {@code cooldown_seconds}: how long an open breaker
 *     lets no call through before it tries some, 1 s to 1 h; default 10 s
 * @param halfOpenRequests calls that try whether the target has recovered, 1 to 1,000; default 2
 * @param slowCall key {@code slow_call_seconds}: from which duration on a call counts as slow, 1 s to 1 day; null, the
 *     default, for never
 * @param slowCallRate share of slow calls among the last 100 that opens the breaker, 1 to 100 %; default 50
 * @param rampUp how long it takes a recovered target to get all its calls again, 0 (at once) to 1 h; default 10 s
 */
public record BreakerSettings(
        boolean enabled,
        int failureThreshold,
        Duration recoveryTimeout,
        int halfOpenRequests,
        @Nullable Duration slowCall,
        int slowCallRate,
        Duration rampUp) {
    public static final Range<Integer> FAILURES = Range.of(1, 10_000);
    public static final Range<Duration> RECOVERY = Range.of(Duration.ofSeconds(1), Duration.ofHours(1));
    public static final Range<Integer> HALF_OPEN = Range.of(1, 1_000);
    public static final Range<Duration> SLOW_CALL = Range.of(Duration.ofSeconds(1), Duration.ofDays(1));
    public static final Range<Integer> SLOW_CALL_RATE = Range.of(1, 100);
    public static final Range<Duration> RAMP_UP = Range.of(Duration.ZERO, Duration.ofHours(1));
    public static final BreakerSettings DEFAULT =
            new BreakerSettings(true, 10, Duration.ofSeconds(10), 2, null, 50, Duration.ofSeconds(10));

    public BreakerSettings {
        FAILURES.check("providers.circuit_breaker.failure_threshold", failureThreshold);
        RECOVERY.check("providers.circuit_breaker.recovery_timeout_seconds", recoveryTimeout);
        HALF_OPEN.check("providers.circuit_breaker.half_open_requests", halfOpenRequests);
        if (slowCall != null) {
            SLOW_CALL.check("providers.circuit_breaker.slow_call_seconds", slowCall);
        }
        SLOW_CALL_RATE.check("providers.circuit_breaker.slow_call_rate", slowCallRate);
        RAMP_UP.check("providers.circuit_breaker.ramp_up", rampUp);
    }
}
