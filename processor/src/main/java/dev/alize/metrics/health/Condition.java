package dev.alize.metrics.health;

import java.util.Collection;
import java.util.Locale;

/** How well something is. */
public enum Condition {
    HEALTHY,
    DEGRADED,
    UNHEALTHY;

    /** Of a whole whose parts back each other up: unhealthy only where all of them are. */
    static Condition ofAll(Collection<Condition> parts) {
        if (parts.stream().allMatch(HEALTHY::equals)) {
            return HEALTHY;
        }
        return parts.stream().allMatch(UNHEALTHY::equals) ? UNHEALTHY : DEGRADED;
    }

    Condition orWorse(Condition other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The name used in {@code /health}, such as {@code degraded}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
