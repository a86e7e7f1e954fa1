package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * Block {@code providers.retry}.
 *
 * @param maxAttempts calls of a request at one target, the first included, 1 to 100; default 5
 * @param initialBackoff the longest delay before the second attempt, doubled for each further one, 1 ms to 1 h; default
 *     1 s
 * @param maxBackoff where doubling ends, {@code initial_backoff} to 1 h; default 8 s, or the initial backoff where that
 *     is longer
 * @param budget retries of a target as a share of its first attempts, 0 to 10; default 0.1. Beside it there
 *     are 10 retries a second
 * @param maxWaiting requests of an instance that wait for their next attempt from which on no more are read, 1 to
 *     10,000,000; default 100,000
 */
public record RetrySettings(
        int maxAttempts, Duration initialBackoff, Duration maxBackoff, double budget, int maxWaiting) {
    public static final Range<Integer> ATTEMPTS = Range.of(1, 100);
    public static final Range<Duration> BACKOFF = Range.of(Duration.ofMillis(1), Duration.ofHours(1));
    public static final Range<Double> BUDGET = Range.of(0.0, 10.0);
    public static final Range<Integer> WAITING = Range.of(1, 10_000_000);
    public static final RetrySettings DEFAULT =
            new RetrySettings(5, Duration.ofSeconds(1), Duration.ofSeconds(8), 0.1, 100_000);

    public RetrySettings {
        ATTEMPTS.check("providers.retry.max_attempts", maxAttempts);
        BACKOFF.check("providers.retry.initial_backoff", initialBackoff);
        BACKOFF.check("providers.retry.max_backoff", maxBackoff);
        BUDGET.check("providers.retry.budget", budget);
        WAITING.check("providers.retry.max_waiting", maxWaiting);
        if (maxBackoff.compareTo(initialBackoff) < 0) {
            throw new InvalidSettingException("providers.retry.max_backoff", "is less than initial_backoff");
        }
    }
}
