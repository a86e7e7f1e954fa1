package dev.alize.metrics.health;

/**
 * When a stream thread was last seen at work; times in nanoseconds before now.
 *
 * @param transactionNanos how long its transaction has been open, 0 where none is
 */
public record ThreadPulse(String thread, long sincePollNanos, long sinceCommitNanos, long transactionNanos) {}
