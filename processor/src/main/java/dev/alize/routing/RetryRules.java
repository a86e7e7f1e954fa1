package dev.alize.routing;

import java.time.Duration;

/**
 * How often and how late a failed request is tried again on the same target.
 *
 * @param maxAttempts counted attempts at one target, the first included; 1 or more
 * @param initialBackoff longest wait before the first retry; doubled for each further one
 * @param maxBackoff longest wait before a counted retry
 * @param budget retries as a share of first attempts, 0 to 10; beside it there are 10 retries/s and target
 */
public record RetryRules(int maxAttempts, Duration initialBackoff, Duration maxBackoff, double budget) {
    /**
     * 1 s, 2 s, 4 s, 8 s. In a storm in which 30 % of the requests fail as slowly as others are answered, a budget of 0.2
     * costs the healthy ones more than 15 %.
     */
    public static final RetryRules DEFAULT = new RetryRules(5, Duration.ofSeconds(1), Duration.ofSeconds(8), 0.1);

    public RetryRules {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("expected 1 attempt or more, got " + maxAttempts);
        }
        if (initialBackoff.toMillis() < 1 || maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "expected an initial backoff of 1 ms or more and a longest one that is not" + " shorter, got "
                            + initialBackoff + " and " + maxBackoff);
        }
        if (!(budget >= 0 && budget <= 10)) {
            throw new IllegalArgumentException("expected a retry budget from 0 to 10, got " + budget);
        }
    }
}
