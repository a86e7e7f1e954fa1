package dev.alize.console.state;

import dev.alize.usage.Durations;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How long the successful calls at a target took in the last five minutes, in the steps of usage. Thread-safe. */
final class Latencies {
    private static final int SPAN_MS = 30_000;
    private static final int SPANS = 10;

    private final LongSupplier clock;
    private final long[][] counts = new long[SPANS][Durations.STEPS];
    private final long[] numbers = new long[SPANS];

    /** @param clock milliseconds since 1970 */
    Latencies(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized void add(long millis) {
        long number = clock.getAsLong() / SPAN_MS;
        int i = (int) (number % SPANS);
        if (numbers[i] != number) {
            numbers[i] = number;
            Arrays.fill(counts[i], 0);
        }
        counts[i][Durations.step(millis)]++;
    }

    /** How many in each step. */
    synchronized List<Long> counts() {
        long[] sums = new long[Durations.STEPS];
        long first = clock.getAsLong() / SPAN_MS - SPANS;
        for (int i = 0; i < SPANS; i++) {
            for (int step = 0; numbers[i] > first && step < sums.length; step++) {
                sums[step] += counts[i][step];
            }
        }
        return Arrays.stream(sums).boxed().toList();
    }

    /** Milliseconds that a share of the calls took at most, about; empty where there were none. */
    static OptionalLong percentile(List<Long> counts, double share) {
        return Durations.percentile(counts, share);
    }
}
