package dev.alize.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where partitions end. */
final class Offsets {
    private Offsets() {}

    /**
     * The next offsets.
     *
     * @param level committed: the first offset that may still be in an open transaction; else the real end
     */
    static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicPartition> partitions, IsolationLevel level)
            throws InterruptedException {
        var latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(level))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker does not tell where topics end: " + e.getCause(), e);
        }
    }

    /** The same, with an administrator of its own. */
    static Map<TopicPartition, Long> ends(
            String bootstrapServers, Collection<TopicPartition> partitions, IsolationLevel level)
            throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return ends(admin, partitions, level);
        }
    }
}
