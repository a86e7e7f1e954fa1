package dev.alize.domain;

import java.util.OptionalLong;

/**
 * Permission for one call at a target: of its quota, its circuit breaker and its bound of concurrent calls. Whoever got
 * it ends it by exactly one of {@link #ended}, {@link #cancelled} and {@link #unused}; a second ending does nothing. Any thread.
 */
public interface Pass {
    /** Where the call goes, with the timeouts that are in force now. */
    Target target();

    /** Whether the call is one of the few that try whether a target has recovered: its failure uses up no attempt. */
    boolean isTrial();

    /** A part of the answer came. Cheap. */
    default void heard() {}

    /**
     * The call ended by itself.
     *
     * @param tokens of prompt and completion together, by the provider's report; empty where it reported none
     */
    void ended(Outcome outcome, OptionalLong tokens);

    /** The call was begun and cut off by us; the provider may have done some of the work. */
    void cancelled();

    /** No call was begun. */
    void unused();
}
