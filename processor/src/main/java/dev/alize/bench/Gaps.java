package dev.alize.bench;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How long partitions were silent around a kill. */
final class Gaps {
    private Gaps() {}

    /**
     * Seconds from the last response before a kill to the first one after it, for the partition of the dead instance
     * that was silent longest; empty where a partition had none before or after.
     */
    static OptionalDouble longest(Death death, Ledger ledger) {
        return death.owned().stream()
                .map(partition -> gap(ledger, partition, death.killedNanos()))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
    }

    private static OptionalDouble gap(Ledger ledger, int partition, long killed) {
        long[] since = IntStream.range(0, ledger.requests())
                .filter(request -> request % ProcessorConfig.PARTITIONS == partition && ledger.isAnswered(request))
                .mapToLong(request -> ledger.arrival(request) - killed)
                .sorted()
                .toArray();
        for (int i = 1; i < since.length; i++) {
            if (since[i - 1] <= 0 && since[i] > 0) {
                return OptionalDouble.of((since[i] - since[i - 1]) / 1e9);
            }
        }
        return OptionalDouble.empty();
    }
}
