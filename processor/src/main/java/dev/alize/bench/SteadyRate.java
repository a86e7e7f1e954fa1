package dev.alize.bench;

/**
 * Answers per second while every place for a call is taken. Calls of equal latency come in waves, so the time is cut at
 * whole waves: from the first answer after the warm-up rounds to the first answer of the last round, in which places
 * stay empty because nothing waits any more.
 */
final class SteadyRate {
    private SteadyRate() {}

    /**
     * The rate; NaN where some are not answered.
     *
     * @param arrivals of all answers, in order, in nanoseconds
     */
    static double of(long[] arrivals, LongCallsOptions options) {
        int from = options.warmUpRounds() * options.openCalls();
        int to = (options.rounds() - 1) * options.openCalls();
        return arrivals.length < options.rounds() * options.openCalls()
                ? Double.NaN
                : (to - from) * 1e9 / (arrivals[to] - arrivals[from]);
    }
}
