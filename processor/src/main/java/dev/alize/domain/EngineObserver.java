package dev.alize.domain;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the engine does, for metrics. Called on stream threads and on threads of the provider: returns at once
 * and never throws. Whatever is told twice because a transaction was aborted, happened twice.
 */
public interface EngineObserver {
    /** Sees nothing. */
    EngineObserver NONE = new EngineObserver() {};

    /**
     * A request got its response.
     *
     * @param status such as {@code completed}
     * @param kind code of the failure, {@code none} where there was none
     * @param totalMs from the request's time stamp to the response
     */
    default void answered(String status, String kind, long totalMs) {}

    /**
     * An attempt ended.
     *
     * @param model it was sent with; chosen by callers, so of any cardinality
     * @param outcome {@code success}, {@code unknown}, or the code of a failure
     */
    default void attempted(
            Target target,
            String model,
            String outcome,
            CallFacts facts,
            OptionalLong prompt,
            OptionalLong completion) {}

    /**
     * An attempt of which was told before has a price.
     *
     * @param model it was sent with
     * @param outcome {@code success}, or the code of a failure
     * @param usd 0 or more
     */
    default void billed(Target target, String model, String outcome, double usd) {}

    /**
     * A failed attempt was not the end: the request goes on.
     *
     * @param how {@code retry} or {@code fallback}
     * @param target id of the target that failed, or that takes no calls
     * @param kind code of the failure
     */
    default void goesOn(String how, String target, String kind) {}

    /**
     * Something happened to the process, not to a request.
     *
     * @param kind such as {@code breaker}
     * @param target id, null where it is about none
     * @param reason code, such as the new state
     */
    default void happened(String kind, @Nullable String target, String reason) {}

    /**
     * A policy judged a request or an answer; a streamed one was judged part by part.
     *
     * @param verdict such as {@code block}
     * @param nanos how long it took
     */
    default void judged(String policy, Direction direction, String verdict, long nanos) {}

    /**
     * A stage took in a record, or looked after what it had scheduled.
     *
     * @param stage such as {@code admit}, or the name of a policy
     * @param look whether it was no record
     * @param nanos how long it took, without the stages behind it
     */
    default void staged(String stage, boolean look, long nanos) {}

    /** An open request was dispatched again after a crash or restart. */
    default void redispatched() {}

    /** A repeated request was recognised. */
    default void repeated() {}

    /** A record went to the dead letters, for the reason with this code. */
    default void deadLettered(String kind) {}

    /** An answered request was forgotten before its window was over. */
    default void evicted() {}

    /**
     * Results of calls were taken in.
     *
     * @param results how many at once
     * @param oldestWaitedNanos how long the oldest of them had waited since the provider's thread left it
     */
    default void drained(int results, long oldestWaitedNanos) {}

    /**
     * The response cache was asked.
     *
     * @param how {@code hit}, {@code miss}, {@code shared} (the request waited for the answer to another one) or {@code
     *     stale} (an old answer, because no target took calls)
     */
    default void recalled(String how) {}

    /** A chunk of a streamed answer was written. */
    default void chunkWritten(int deltas) {}
}
