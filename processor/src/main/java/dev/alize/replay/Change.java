package dev.alize.replay;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one request would fare otherwise.
 *
 * @param kinds empty where nothing changes
 * @param policies whose verdicts change
 * @param targetBefore id of the first target; null where there was none, or nobody knows
 * @param targetAfter null where the request would not be called
 * @param nanoBefore what it cost, in billionths of a USD
 * @param nanoAfter what it would cost by the tokens that were used
 * @param priced whether {@code nanoAfter} can be told: not where a request was never called before, or no price is
 *     configured
 */
record Change(
        Set<Kind> kinds,
        List<Policy> policies,
        @Nullable String targetBefore,
        @Nullable String targetAfter,
        long nanoBefore,
        long nanoAfter,
        boolean priced) {
    /** What changes. */
    enum Kind {
        NEWLY_BLOCKED,
        NO_LONGER_BLOCKED,
        /** Another policy blocks it, or the same one for another reason. */
        BLOCKED_OTHERWISE,
        /** A policy that rewrites does so now or no longer, or replaces something else. */
        REDACTION,
        /** Any other verdict. */
        VERDICT,
        ROUTE,
        /** No target can serve it. */
        NO_TARGET;

        /** As it is printed, such as {@code newly_blocked}. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A verdict that changes.
     *
     * @param before such as {@code block}; {@code none} where the policy did not judge
     */
    record Policy(String name, String before, String after) {}

    Change {
        kinds = kinds.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        policies = List.copyOf(policies);
    }
}
