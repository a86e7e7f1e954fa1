package dev.alize.simulator.quota;

/**
 * How one limit stands.
 *
 * @param limit which one
 * @param left of it, 0 or more
 * @param resetMillis until all of it is left again, if nothing comes
 */
public record Standing(Limit limit, long left, long resetMillis) {}
