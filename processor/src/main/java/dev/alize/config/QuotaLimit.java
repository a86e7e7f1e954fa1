package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.util.Locale;

/**
 * One entry of a target's {@code limits}: what its provider allows in a sliding window.
 *
 * @param kind what is counted
 * @param amount most in any window, 0 (nothing is allowed, the target is never called) or more
 * @param per length of the window, 1 s to 31 days
 */
public record QuotaLimit(Kind kind, int amount, Duration per) {
    public static final Range<Integer> AMOUNT = Range.of(0, Integer.MAX_VALUE);
    public static final Range<Duration> PER = Range.of(Duration.ofSeconds(1), Duration.ofDays(31));

    /** What is counted. */
    public enum Kind {
        REQUESTS,
        TOKENS;

        /** The key in the file. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public QuotaLimit {
        AMOUNT.check("limits." + kind.code(), amount);
        PER.check("limits.per", per);
    }
}
