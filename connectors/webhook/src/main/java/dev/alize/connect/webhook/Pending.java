package dev.alize.connect.webhook;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Which records of which partitions are on their way, and so how far offsets may be committed. Of Connect's thread. */
final class Pending {
    private final Settings.Limits limits;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private int records;
    private long bytes;

    private static final class Partition {
        private final TreeMap<Long, Delivery> open = new TreeMap<>();
        private long last;
    }

    Pending(Settings.Limits limits) {
        this.limits = limits;
    }

    void add(Delivery delivery) {
        Partition partition = partitions.computeIfAbsent(delivery.partition(), key -> new Partition());
        if (partition.open.put(delivery.offset(), delivery) == null) {
            records++;
            bytes += delivery.event().body().length;
        }
    }

    /** Notes how far a partition was read. */
    void read(TopicPartition key, long offset) {
        Partition partition = partitions.get(key);
        if (partition != null) {
            partition.last = Math.max(partition.last, offset);
        }
    }

    /** Whether it is on its way, and not given back. */
    boolean has(Delivery delivery) {
        Partition partition = partitions.get(delivery.partition());
        return partition != null && partition.open.get(delivery.offset()) == delivery;
    }

    /** Whether it was on its way, and not given back since. */
    boolean end(Delivery delivery) {
        Partition partition = partitions.get(delivery.partition());
        if (partition == null || !partition.open.remove(delivery.offset(), delivery)) {
            return false;
        }
        records--;
        bytes -= delivery.event().body().length;
        if (partition.open.isEmpty()) {
            partitions.remove(delivery.partition());
        }
        return true;
    }

    /** Forgets partitions that are another task's now; what is on its way there is dropped. */
    void forget(Collection<TopicPartition> keys) {
        for (TopicPartition key : keys) {
            Partition partition = partitions.remove(key);
            if (partition != null) {
                partition.open.values().forEach(delivery -> {
                    delivery.drop();
                    records--;
                    bytes -= delivery.event().body().length;
                });
            }
        }
    }

    boolean isEmpty() {
        return records == 0;
    }

    Set<TopicPartition> partitions() {
        return new HashSet<>(partitions.keySet());
    }

    /**
     * How far each partition may be committed: up to its oldest record on the way.
     *
     * @param read how far Connect has handed records over
     */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> read) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(read);
        offsets.replaceAll((key, offset) -> {
            Partition partition = partitions.get(key);
            return partition == null
                    ? offset
                    : new OffsetAndMetadata(Math.min(offset.offset(), partition.open.firstKey()));
        });
        return offsets;
    }

    /** Which of these shall not be read further for now. */
    Set<TopicPartition> full(Set<TopicPartition> assigned) {
        if (records >= limits.pendingRecords() || bytes >= limits.pendingBytes()) {
            return assigned;
        }
        Set<TopicPartition> full = new HashSet<>(assigned);
        full.removeIf(key -> {
            Partition partition = partitions.get(key);
            return partition == null || partition.last - partition.open.firstKey() < limits.pendingRecords();
        });
        return full;
    }
}
