package dev.alize.bench;

import dev.alize.bench.ProcessorConfig.Endpoints;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What can be known from outside about the moment of a kill. Confined to the bench's thread. */
final class Witness implements AutoCloseable {
    /** The partitions of an instance, and how that is known. */
    record Ownership(Set<Integer> partitions, String source) {}

    private final Admin admin;
    private final AuditLog audit;
    private final TopicReader reader;

    Witness(Endpoints endpoints, Messages messages) {
        admin = Admin.create(Map.of("bootstrap.servers", endpoints.bootstrapServers()));
        audit = new AuditLog(messages);
        reader = new TopicReader(endpoints.bootstrapServers(), Messages.AUDIT, audit);
    }

    AuditLog audit() {
        return audit;
    }

    /** What an instance owns now. */
    Ownership owned(String instance) throws InterruptedException {
        ConsumerGroupDescription group = group();
        if (group.groupState() != GroupState.STABLE) {
            return new Ownership(audit.lastWrittenBy(instance), "audit");
        }
        Set<Integer> partitions = group.members().stream()
                .filter(member ->
                        member.groupInstanceId().map(id -> isOf(instance, id)).orElse(false))
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Messages.REQUESTS))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
        return new Ownership(partitions, "group");
    }

    /** Streams adds the number of the thread to the name. */
    private static boolean isOf(String instance, String groupInstanceId) {
        return groupInstanceId.equals(instance) || groupInstanceId.startsWith(instance + "-");
    }

    private ConsumerGroupDescription group() throws InterruptedException {
        try {
            return Optional.ofNullable(admin.describeConsumerGroups(List.of(ProcessorConfig.APPLICATION))
                            .all()
                            .get()
                            .get(ProcessorConfig.APPLICATION))
                    .orElseThrow();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker does not describe the group: " + e.getCause(), e);
        }
    }

    /** By partition, the first offset of the responses that is not committed. */
    Map<Integer, Long> committed() throws InterruptedException {
        List<TopicPartition> partitions = IntStream.range(0, ProcessorConfig.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Messages.RESPONSES, partition))
                .toList();
        Map<Integer, Long> committed = new HashMap<>();
        Offsets.ends(admin, partitions, IsolationLevel.READ_COMMITTED)
                .forEach((partition, end) -> committed.put(partition.partition(), end));
        return committed;
    }

    /** Reads the audit trail to its end. */
    void readToEnd() throws InterruptedException {
        reader.awaitEnd();
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }
}
