package dev.alize.domain;

/**
 * How a target stands, for metrics and health.
 *
 * @param id of the target
 * @param breaker {@code closed}, {@code half_open} or {@code open}
 * @param takesCalls whether it takes calls, quota aside
 * @param why it takes none: {@code breaker}, {@code paused}, {@code unhealthy}, {@code key}, or {@code none}
 * @param openCalls calls that are under way
 * @param latencyMs what an answer takes on average, 0 where none was seen
 */
public record TargetState(String id, String breaker, boolean takesCalls, String why, int openCalls, double latencyMs) {}
