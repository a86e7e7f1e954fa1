package dev.alize.trail;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which offsets are read.
 *
 * @param begins of the first record, by partition
 * @param ends behind the last record, by partition
 * @param likelyEnds where the window ends if all clocks were right, by partition
 */
record Reach(Map<Integer, Long> begins, Map<Integer, Long> ends, Map<Integer, Long> likelyEnds) {
    static Reach all(Pipe pipe, Collection<Integer> partitions) {
        Map<Integer, Long> ends = pipe.ends(partitions);
        return new Reach(pipe.begins(partitions), ends, ends);
    }

    static Reach of(Pipe pipe, Collection<Integer> partitions, Window window) {
        Map<Integer, Long> ends = pipe.ends(partitions);
        boolean fromStart = !window.from().isAfter(Instant.EPOCH);
        Map<Integer, Long> begins = fromStart
                ? pipe.begins(partitions)
                : pipe.since(partitions, window.from().toEpochMilli());
        Map<Integer, Long> likely = KafkaTrail.latest(window).isAfter(Instant.now())
                ? ends
                : pipe.since(partitions, KafkaTrail.latest(window).toEpochMilli());
        return new Reach(begins, ends, likely);
    }

    /** Those with something to read. */
    List<Integer> partitions() {
        return ends.keySet().stream()
                .filter(partition -> begin(partition) < end(partition))
                .sorted()
                .toList();
    }

    long begin(int partition) {
        return begins.getOrDefault(partition, Long.MAX_VALUE);
    }

    long end(int partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** At most {@link #end}. */
    long likelyEnd(int partition) {
        return Math.min(end(partition), likelyEnds.getOrDefault(partition, Long.MAX_VALUE));
    }

    /** Records in all, about. */
    long expected() {
        return partitions().stream()
                .mapToLong(partition -> Math.max(0, likelyEnd(partition) - begin(partition)))
                .sum();
    }
}
