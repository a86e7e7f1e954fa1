package dev.alize.routing;

import java.util.Locale;

/** What a circuit breaker does with calls: lets all through, none, or a few trials. */
public enum BreakerState {
    CLOSED,
    OPEN,
    HALF_OPEN;

    /** The name used in events and metrics, such as {@code half_open}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
