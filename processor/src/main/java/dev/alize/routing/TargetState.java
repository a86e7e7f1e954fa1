package dev.alize.routing;

import org.jspecify.annotations.Nullable;

/**
 * A target at one moment, for metrics and {@code alize control show}.
 *
 * @param takesCalls whether it takes calls, or will once it has quota
 * @param open calls
 * @param latencyMs smoothed time of successful calls in milliseconds; not a number before the first
 * @param stopped why its key is not used any more, such as {@code unauthorized}; null where it is
 * @param paused by the operator
 * @param healthy by its probe; true without one
 * @param rampLimit most open calls of the slow start; {@link Integer#MAX_VALUE} where there is none
 * @param retriesLeft in the retry budget
 */
public record TargetState(
        String id,
        BreakerState breaker,
        boolean takesCalls,
        int open,
        double latencyMs,
        @Nullable String stopped,
        boolean paused,
        boolean healthy,
        int rampLimit,
        double retriesLeft) {}
