package dev.alize.routing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import java.time.Duration;

/** What an outcome says about the health of its target. */
enum Evidence {
    /** It answers, if only with a refusal. */
    WELL,
    /** It does not answer as it should. */
    ILL,
    /** Nothing: our quota, a bug of ours, or a call that got too little time. */
    NONE;

    /** A call that got less time than this, and less than twice the usual, says nothing by not being answered. */
    private static final long ENOUGH_MS = 5_000;

    private static final int LOWEST_ANSWER = 200;

    /**
     * @param timeout of the target; a deadline may have left the call less
     * @param latencyMs usual time of a successful call, not a number where unknown
     */
    static Evidence of(Outcome outcome, Duration timeout, double latencyMs) {
        return switch (outcome) {
            case Outcome.Success success -> WELL;
            case Outcome.Failure failure -> of(failure, timeout, latencyMs);
        };
    }

    private static Evidence of(Outcome.Failure failure, Duration timeout, double latencyMs) {
        FailureKind kind = failure.kind();
        if (kind == FailureKind.TIMEOUT && hadLittleTime(failure.facts().durationMs(), timeout, latencyMs)) {
            return NONE;
        }
        if (kind.countsAgainstBreaker()) {
            return ILL;
        }
        boolean foreign =
                kind == FailureKind.RATE_LIMITED || kind == FailureKind.PROXY_REFUSED || kind == FailureKind.INTERNAL;
        return !foreign && failure.facts().status() >= LOWEST_ANSWER ? WELL : NONE;
    }

    private static boolean hadLittleTime(long durationMs, Duration timeout, double latencyMs) {
        double enough = Double.isNaN(latencyMs) ? ENOUGH_MS : Math.min(ENOUGH_MS, 2 * latencyMs);
        return durationMs < Math.min(timeout.toMillis(), enough);
    }
}
