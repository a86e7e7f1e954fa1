package dev.alize.routing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import java.time.Duration;

/** How long a request waits before it is tried again: exponential, with full jitter. Pure. */
final class Backoff {
    /** In an outage, when attempts do not count, the wait goes on growing up to this. */
    private static final Duration OUTAGE_MOST = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 30;

    private Backoff() {}

    /**
     * @param failures in a row before this one
     * @param random from 0 (inclusive) to 1
     * @return milliseconds, at least what the provider asked for
     */
    static long ms(RetryRules rules, Outcome.Failure failure, int failures, boolean counted, double random) {
        long initial = rules.initialBackoff().toMillis();
        long most = rules.maxBackoff().toMillis();
        long cap = counted ? most : Math.max(most, OUTAGE_MOST.toMillis());
        long grown = Math.min(cap, initial << Math.min(doublings(initial), Math.max(0, failures)));
        long longest = failure.kind() == FailureKind.CAPACITY_EXCEEDED ? 2 * grown : grown;
        return Math.max((long) (random * longest), RetryAfter.ms(failure.facts()));
    }

    /** As many as can be done without overflow. */
    private static int doublings(long initial) {
        return Math.min(MOST_DOUBLINGS, Long.numberOfLeadingZeros(initial) - 2);
    }
}
