package dev.alize.bench;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** How long partitions were silent around a kill. */
final class Gaps {
    private Gaps() {}

    /**
     * Seconds from the last response before a kill to the first one after it, for the one of these partitions that was
     * silent longest; empty where a partition had none before or after.
     *
     * @param killed as {@link System#nanoTime()}
     */
    static OptionalDouble longest(Set<Integer> partitions, long killed, Ledger ledger) {
        return partitions.stream()
                .map(partition -> gap(ledger, partition, killed))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
    }

    /**
     * Seconds between two responses that follow each other in a partition, the longest of all partitions where the
     * silence began before {@code to} and ended after {@code from}; empty where there is none.
     *
     * @param from as {@link System#nanoTime()}
     * @param to the same
     */
    static OptionalDouble longestBetween(long from, long to, Ledger ledger) {
        return IntStream.range(0, ProcessorConfig.PARTITIONS)
                .mapToObj(partition -> since(ledger, partition, from))
                .flatMapToDouble(since -> IntStream.range(1, since.length)
                        .filter(i -> since[i] > 0 && since[i - 1] < to - from)
                        .mapToDouble(i -> (since[i] - since[i - 1]) / 1e9))
                .max();
    }

    /** When responses of a partition came, in order, in nanoseconds since a moment. */
    private static long[] since(Ledger ledger, int partition, long moment) {
        return IntStream.range(0, ledger.requests())
                .filter(request -> request % ProcessorConfig.PARTITIONS == partition && ledger.isAnswered(request))
                .mapToLong(request -> ledger.arrival(request) - moment)
                .sorted()
                .toArray();
    }

    private static OptionalDouble gap(Ledger ledger, int partition, long killed) {
        long[] since = since(ledger, partition, killed);
        for (int i = 1; i < since.length; i++) {
            if (since[i - 1] <= 0 && since[i] > 0) {
                return OptionalDouble.of((since[i] - since[i - 1]) / 1e9);
            }
        }
        return OptionalDouble.empty();
    }
}
