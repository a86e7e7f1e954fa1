package dev.alize.pacing;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Learns what the calls of a group are like: how many tokens they take beyond the estimate of the prompt (the
 * completion, and what the estimate was wrong by; a mean, because a window adds them up), how long they take, and how
 * much both vary. Not thread-safe: its group locks.
 */
final class CallHabits {
    private static final double START = 256;
    /** The latest call counts as much as a fiftieth of those before it. */
    private static final double LEAST_WEIGHT = 0.02;

    private static final double USUALLY_LATE = TimeUnit.MILLISECONDS.toNanos(60);
    /** A step of the search for the quantile. */
    private static final double STEP = TimeUnit.MILLISECONDS.toNanos(20);

    private static final double QUANTILE = 0.995;

    private double beyondPrompt = START;
    private double errorVariance;
    private double callNanos = TimeUnit.SECONDS.toNanos(1);
    private double spreadNanos;
    private double lastNanos;
    private double lateNanos = USUALLY_LATE;
    private long seen;
    private long timed;

    double tokens(long promptTokens, @Nullable Long maxTokens) {
        double beyond = maxTokens == null ? beyondPrompt : Math.min(beyondPrompt, maxTokens);
        return Math.max(1, promptTokens + beyond);
    }

    /** A call took so many tokens. */
    void took(long promptTokens, long tokens) {
        seen++;
        double error = tokens - promptTokens - beyondPrompt;
        double weight = Math.max(LEAST_WEIGHT, 1.0 / (seen + 1));
        beyondPrompt += error * weight;
        errorVariance += (error * error - errorVariance) * weight;
    }

    /** A call took so long. */
    void lasted(long nanos) {
        double weight = Math.max(LEAST_WEIGHT, 1.0 / (timed + 1));
        if (timed++ > 0) {
            spreadNanos += (Math.abs(nanos - lastNanos) - spreadNanos) * weight;
        }
        lastNanos = nanos;
        callNanos += (nanos - callNanos) * weight;
    }

    /** A call began so long after it was let through: its request had to be written first, and a thread to be free. */
    void late(long nanos) {
        lateNanos = Math.max(0, lateNanos + STEP * (nanos > lateNanos ? QUANTILE : QUANTILE - 1));
    }

    /** Of a thousand calls, all but five begin within this time after they were let through. */
    double lateNanos() {
        return lateNanos;
    }

    double callNanos() {
        return callNanos;
    }

    /**
     * Standard deviation of what is counted in a window, where calls begin evenly: their tokens are counted when they
     * end, some sooner and some later than the mean, some more and some less than reserved.
     *
     * @param perNano calls that begin
     */
    double deviation(double perNano, double meanCost) {
        // Of calls that begin evenly, the number that has ended varies by this: half the mean difference of two
        // lengths.
        double shuffled = perNano * spreadNanos / 2;
        return Math.sqrt(meanCost * meanCost * shuffled + errorVariance * perNano * callNanos);
    }
}
