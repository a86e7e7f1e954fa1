package dev.alize.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a target's circuit breaker opens, and how it closes again.
 *
 * @param enabled whether it ever opens; where not, the other rules but that of the ramp-up mean nothing
 * @param failureThreshold failures in a row that open it, 1 or more. Half of the last 100 calls open it too
 * @param recoveryTimeout from opening to the first trial
 * @param halfOpenRequests trials whose outcomes decide whether it closes, 1 or more
 * @param slowCall a call that takes longer is slow; null where slowness does not matter
 * @param slowCallRate share of slow calls among the last 100 that opens it, above 0 and up to 1
 * @param rampUp how long after closing, or after a pause or a failed probe, the concurrency is held back
 */
public record BreakerRules(
        boolean enabled,
        int failureThreshold,
        Duration recoveryTimeout,
        int halfOpenRequests,
        @Nullable Duration slowCall,
        double slowCallRate,
        Duration rampUp) {
    public static final BreakerRules DEFAULT =
            new BreakerRules(true, 10, Duration.ofSeconds(10), 2, null, 0.5, Duration.ofSeconds(10));

    public BreakerRules {
        if (failureThreshold < 1 || halfOpenRequests < 1) {
            throw new IllegalArgumentException("expected a failure threshold and half-open requests of 1 or more, got "
                    + failureThreshold + " and " + halfOpenRequests);
        }
        if (recoveryTimeout.toMillis() < 1 || rampUp.isNegative()) {
            throw new IllegalArgumentException("expected a recovery timeout of 1 ms or more and a ramp-up of 0 or more,"
                    + " got " + recoveryTimeout + " and " + rampUp);
        }
        if (slowCall != null && slowCall.toMillis() < 1 || !(slowCallRate > 0 && slowCallRate <= 1)) {
            throw new IllegalArgumentException(
                    "expected a slow call of 1 ms or more and a rate above 0 and up to 1, got " + slowCall + " and "
                            + slowCallRate);
        }
    }
}
