package dev.alize.bench;

import dev.alize.schemas.AuditEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which instance wrote which response, by the committed audit trail. Thread-safe. */
final class AuditLog implements TopicReader.Listener {
    private final Messages messages;
    private final Map<Integer, String> lastWriters = new HashMap<>();
    private final Map<String, List<Written>> responses = new HashMap<>();
    private final List<Repeat> repeats = new ArrayList<>();

    /** A response: when the instance wrote it, and when a reader of committed records saw that. */
    private record Written(long epochMillis, long nanos) {}

    /**
     * A call that was made again.
     *
     * @param instance that made it
     * @param epochMillis when
     */
    record Repeat(String requestId, int partition, String instance, long epochMillis) {}

    AuditLog(Messages messages) {
        this.messages = messages;
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        AuditEvent event = messages.decode(AuditEvent.class, Messages.AUDIT, record.value());
        wrote(record.partition(), event, nanos);
    }

    synchronized void wrote(int partition, AuditEvent event, long nanos) {
        lastWriters.put(partition, event.getInstance());
        String requestId = event.getRequestId();
        if (event.getKind().equals("redispatch") && requestId != null) {
            repeats.add(new Repeat(
                    requestId, partition, event.getInstance(), event.getAt().toEpochMilli()));
        }
        if (event.getKind().equals("response")) {
            responses
                    .computeIfAbsent(event.getInstance(), instance -> new ArrayList<>())
                    .add(new Written(event.getAt().toEpochMilli(), nanos));
        }
    }

    /** Every call that was made again, in the order in which that was read. */
    synchronized List<Repeat> repeats() {
        return List.copyOf(repeats);
    }

    /** The partitions that an instance was the last to write to. */
    synchronized Set<Integer> lastWrittenBy(String instance) {
        Set<Integer> partitions = new HashSet<>();
        lastWriters.forEach((partition, writer) -> {
            if (writer.equals(instance)) {
                partitions.add(partition);
            }
        });
        return partitions;
    }

    /**
     * Seconds from a restart to the first response that the restarted process wrote and that was seen before
     * {@code end}; empty where there was none.
     *
     * @param end as {@link System#nanoTime()}
     */
    synchronized OptionalDouble firstAnswer(String instance, Start restart, long end) {
        return responses.getOrDefault(instance, List.of()).stream()
                .filter(written -> written.epochMillis() > restart.epochMillis() && written.nanos() - end < 0)
                .mapToDouble(written -> (written.nanos() - restart.nanos()) / 1e9)
                .min();
    }
}
