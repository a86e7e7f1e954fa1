package dev.alize.domain;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of one quota group (organisation, host, model; targets may share one) within this process's share of
 * the group's limits. Thread-safe; nothing blocks.
 */
public interface Quota {
    /** Whether a call may begin. */
    sealed interface Answer {
        /** It may; the reservation must be ended. */
        record Taken(Reservation reservation) implements Answer {}

        /**
         * Not yet.
         *
         * @param atNanos {@link System#nanoTime} at which to ask again; {@link Long#MAX_VALUE} where only new limits or
         *     another share help
         * @param spent whether the group is without quota for a minute or more altogether, however near the end of that
         *     is: a request should rather go elsewhere
         */
        record Later(long atNanos, boolean spent) implements Answer {
            /** Soon, or never by itself. */
            public Later(long atNanos) {
                this(atNanos, atNanos == Long.MAX_VALUE);
            }
        }
    }

    /** What was reserved for a call; ended by exactly one of the three methods, a second ending does nothing. */
    interface Reservation {
        /**
         * The call ended by itself: its headers correct what is known of the limits, a 429 pauses the group.
         *
         * @param tokens reported by the provider; empty where it reported none
         */
        void ended(Outcome outcome, OptionalLong tokens);

        /** The call was cut off by us. */
        void cancelled();

        /** No call was begun. */
        void unused();
    }

    /**
     * Takes room for one call in every window.
     *
     * @param promptTokens estimate
     * @param maxTokens most tokens of the completion, null where the request states none
     */
    Answer reserve(long promptTokens, @Nullable Long maxTokens, long nowNanos);

    /** When the last of {@code ahead} + 1 requests that come now would be let through, in milliseconds from now. */
    long waitMs(int ahead, long nowNanos);

    /** The key that calls are made with is another one: what was refused to the old one may be allowed now. */
    default void keyChanged() {}
}
