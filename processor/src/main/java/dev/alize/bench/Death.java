package dev.alize.bench;

import java.util.Map;
import java.util.Set;

/**
 * A kill and what was known right after it, when the dead could change nothing any more.
 *
 * @param instance that was killed
 * @param killedNanos when it was gone, as {@link System#nanoTime()}
 * @param owned the partitions it owned
 * @param witness how that is known: group (the coordinator's assignment) or audit (who wrote there last, where the group
 *     was in a rebalance)
 * @param committed by partition, the first offset of the responses that was not committed
 * @param calls that the simulator had received
 * @param restart when the next process was started
 */
record Death(
        String instance,
        long killedNanos,
        Set<Integer> owned,
        String witness,
        Map<Integer, Long> committed,
        Calls calls,
        Start restart) {
    Death {
        owned = Set.copyOf(owned);
        committed = Map.copyOf(committed);
    }

    /** Whether the request was the instance's to answer, and no response to it had committed. */
    boolean leftOpen(Ledger ledger, int request) {
        int partition = request % ProcessorConfig.PARTITIONS;
        boolean answered = ledger.isAnswered(request)
                && ledger.offset(request) < committed.getOrDefault(partition, Long.MAX_VALUE);
        return owned.contains(partition) && !answered;
    }
}
