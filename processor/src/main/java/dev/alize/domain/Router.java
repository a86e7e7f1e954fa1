package dev.alize.domain;

import java.util.Optional;

/**
 * Decides which targets may serve a request, when a call at one of them may begin, and what becomes of a request after a
 * failed attempt. Thread-safe; nothing blocks; a decision takes a few microseconds.
 */
public interface Router {
    /** Where a request can go. */
    sealed interface Routing {
        /** To one of these. */
        record Along(Route route) implements Routing {}

        /**
         * Nowhere: no target can serve it.
         *
         * @param message what was asked for, what there is, and where one is near, the nearest; nothing of the request's
         *     text
         */
        record Nowhere(FailureKind kind, String message) implements Routing {}
    }

    /** Whether a call may begin. */
    sealed interface Admission {
        /** It may; the pass must be ended. */
        record Now(Pass pass) implements Admission {}

        /**
         * Not yet.
         *
         * @param atNanos {@link System#nanoTime} at which to ask again; earlier where {@link #onChange} tells.
         *     {@link Long#MAX_VALUE} where only a change helps
         */
        record Later(long atNanos) implements Admission {}
    }

    /** What becomes of a request after a failed attempt. */
    sealed interface Next {
        /** It waits for its quota again, as if it had not been called: no attempt is used up. */
        record Requeue(Route route) implements Next {}

        /**
         * It goes to {@code llm.retries}.
         *
         * @param delayMs from now to when it is due, 0 or more
         * @param countsAsAttempt whether it uses up one of the target's attempts
         */
        record Retry(Route route, long delayMs, boolean countsAsAttempt) implements Next {}

        /** It goes to {@code llm.fallbacks}; the target that failed is no longer the first of the route. */
        record Fallback(Route route) implements Next {}

        /** It is answered with the failure. */
        record GiveUp() implements Next {}
    }

    /**
     * A failed attempt.
     *
     * @param route the request had; its targets left to try
     * @param target that failed, one of the route
     * @param failure what happened
     * @param attempts how many attempts at this target were used up before this one
     * @param failures how many attempts at this target failed in a row before this one, used up or not
     * @param trial whether the pass was a trial
     * @param leftMs milliseconds until the request expires
     */
    record Failed(
            Route route,
            String target,
            Outcome.Failure failure,
            int attempts,
            int failures,
            boolean trial,
            long leftMs) {}

    /** The targets that can serve a request, in the order in which the strategy prefers them now. */
    Routing route(Demand demand);

    /**
     * Lets a call begin at the first target of the route that takes calls; a target that is open, paused, unhealthy or
     * stopped is skipped, and so is one whose quota is spent for a minute or more; one that only has no quota at this
     * moment is waited for.
     *
     * @param nowNanos {@link System#nanoTime}
     */
    Admission admit(Route route, Demand demand, long nowNanos);

    Next next(Failed failed);

    /** Whether a target takes calls now, or will once it has quota. False for an unknown one. */
    boolean takesCalls(String target);

    /**
     * Takes one retry out of the retry budget of a target; an unknown one holds nothing back: its requests
     * have to be routed anew.
     *
     * @return false where the budget is used up at this moment
     */
    boolean takeRetry(String target);

    /**
     * How long a request would wait for quota on a route if so many wait before it, in milliseconds; 0 where it would
     * not, {@link Long#MAX_VALUE} where no target of the route takes calls or all that do were without quota for a minute
     * or more when they were last asked.
     */
    long waitMs(Route route, int ahead);

    /** The target with this id, empty where the configuration has none (any more). */
    Optional<Target> target(String id);

    /**
     * Rises whenever a target stops or begins to take calls. Cheap: stream threads compare it every few milliseconds.
     */
    long changes();

    /**
     * Is told, on any thread but never while {@link #admit} runs, that what {@link #admit} said to wait for may have
     * come earlier.
     */
    void onChange(Runnable listener);
}
