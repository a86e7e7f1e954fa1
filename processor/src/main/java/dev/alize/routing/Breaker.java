package dev.alize.routing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The circuit breaker of a target: Resilience4j's, which judges rates, and beside it a count of failures in a row. Every
 * change of state begins a new period; a call that began in another period says nothing about this one, and is not told
 * to the breaker. Guarded by the gate's lock.
 */
final class Breaker {
    private static final int WINDOW = 100;
    private static final int LEAST_JUDGED = 50;
    private static final float FAILURE_PERCENT = 50;
    /** What the library holds for slow unless it is told, one minute, healthy streams take. */
    private static final Duration NEVER_SLOW = Duration.ofNanos(Long.MAX_VALUE);

    private static final Exception FAILED = new Failed();

    private final BreakerRules rules;
    private final CircuitBreaker circuit;
    private BreakerState state = BreakerState.CLOSED;
    private int period;
    private int inARow;
    private int trialsLeft;

    /** @param period its first; above that of a breaker which it replaces */
    Breaker(String target, BreakerRules rules, Clock clock, int period) {
        this.rules = rules;
        this.period = period;
        circuit = CircuitBreaker.of(target, config(rules, clock));
        if (!rules.enabled()) {
            circuit.transitionToDisabledState();
        }
    }

    private static CircuitBreakerConfig config(BreakerRules rules, Clock clock) {
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(LEAST_JUDGED)
                .failureRateThreshold(FAILURE_PERCENT)
                .waitDurationInOpenState(rules.recoveryTimeout())
                .permittedNumberOfCallsInHalfOpenState(rules.halfOpenRequests())
                .writableStackTraceEnabled(false)
                .clock(clock);
        return config.slowCallDurationThreshold(rules.slowCall() == null ? NEVER_SLOW : rules.slowCall())
                .slowCallRateThreshold((float) (rules.slowCallRate() * 100))
                .build();
    }

    BreakerRules rules() {
        return rules;
    }

    BreakerState state() {
        return state;
    }

    /** Rises with each change of state, also from half-open to half-open. */
    int period() {
        return period;
    }

    boolean takesCalls() {
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> trialsLeft > 0;
        };
    }

    /** Only where it {@link #takesCalls}; one of {@link #ended} and {@link #released} follows. */
    boolean tryAcquire() {
        boolean acquired = circuit.tryAcquirePermission();
        if (acquired && state == BreakerState.HALF_OPEN) {
            trialsLeft--;
        }
        return acquired;
    }

    /** The call said nothing about the target, or was not made. */
    void released(int begunIn) {
        if (begunIn == period) {
            circuit.releasePermission();
            trialsLeft += state == BreakerState.HALF_OPEN ? 1 : 0;
        }
    }

    /** @param repeated whether the target failed the same request before: its failure counts only as a trial */
    void ended(int begunIn, boolean good, boolean repeated, long durationMs) {
        if (begunIn != period || !rules.enabled()) {
            return;
        }
        if (repeated && state == BreakerState.CLOSED) {
            inARow = good ? 0 : inARow;
            circuit.releasePermission();
            return;
        }
        tell(good, durationMs);
        inARow = good ? 0 : inARow + 1;
        if (state == BreakerState.CLOSED && inARow >= rules.failureThreshold()) {
            open();
        } else {
            follow();
        }
    }

    private void tell(boolean good, long durationMs) {
        if (good) {
            circuit.onSuccess(durationMs, TimeUnit.MILLISECONDS);
        } else {
            circuit.onError(durationMs, TimeUnit.MILLISECONDS, FAILED);
        }
    }

    void open() {
        circuit.transitionToOpenState();
        enter(BreakerState.OPEN);
    }

    /** Lets trials begin; where it was half-open already, as many as at first. */
    void halfOpen() {
        circuit.transitionToHalfOpenState();
        enter(BreakerState.HALF_OPEN);
    }

    /** Takes over what Resilience4j decided. */
    private void follow() {
        BreakerState now = switch (circuit.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
        };
        if (now != state) {
            enter(now);
        }
    }

    private void enter(BreakerState now) {
        state = now;
        period++;
        inARow = 0;
        trialsLeft = now == BreakerState.HALF_OPEN ? rules.halfOpenRequests() : 0;
    }

    /** Resilience4j wants an exception for each failure; nobody reads it. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed() {
            super("the call failed", null, false, false);
        }
    }
}
