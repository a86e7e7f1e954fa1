package dev.alize.control;

import dev.alize.client.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer without a group on the partitions of a topic, mostly on its only one. Used by one thread. */
public final class Tail implements AutoCloseable {
    /** How long the broker may take for a question; then the session is made anew. */
    private static final int PATIENCE_MS = 5_000;

    /** Most that is on its way at once where all partitions are read. */
    private static final int FETCH_BYTES = 4 << 20;

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private Tail(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
        consumer.assign(partitions);
    }

    /** One at the beginning of the topic. */
    static Tail fromStart(Connection connection, String topic, int fetchWaitMs) {
        Tail tail = open(connection, topic, fetchWaitMs);
        tail.consumer.seekToBeginning(tail.partitions);
        return tail;
    }

    /** One that reads what is written from now on. */
    static Tail fromEnd(Connection connection, String topic, int fetchWaitMs) {
        Tail tail = open(connection, topic, fetchWaitMs);
        tail.consumer.seekToEnd(tail.partitions);
        return tail;
    }

    /**
     * One on all partitions, that reads what was written since then, and only what has been committed.
     *
     * @param sinceMs milliseconds since 1970
     */
    public static Tail since(Connection connection, String topic, int partitions, long sinceMs, int fetchWaitMs) {
        Map<String, Object> properties = properties(connection, fetchWaitMs);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return since(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .toList(),
                sinceMs);
    }

    /** @param consumer closed with the tail, and where there will be none */
    static Tail since(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long sinceMs) {
        Tail tail = new Tail(consumer, partitions);
        try {
            tail.seek(sinceMs);
            return tail;
        } catch (RuntimeException e) {
            tail.close();
            throw e;
        }
    }

    private void seek(long sinceMs) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, sinceMs));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
    }

    private static Tail open(Connection connection, String topic, int fetchWaitMs) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                properties(connection, fetchWaitMs), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return new Tail(consumer, List.of(new TopicPartition(topic, 0)));
    }

    private static Map<String, Object> properties(Connection connection, int fetchWaitMs) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, fetchWaitMs);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return properties;
    }

    /** The offset behind the last record of the only partition now. */
    long end() {
        return consumer.endOffsets(partitions).getOrDefault(partitions.getFirst(), 0L);
    }

    /** Whether everything before the offset of the only partition was read. */
    boolean hasReached(long offset) {
        return consumer.position(partitions.getFirst()) >= offset;
    }

    /** The next records; none within the timeout. */
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    /** The offsets behind the last record of each partition now. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /** Whether everything before these offsets was read. */
    public boolean hasReached(Map<Integer, Long> offsets) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= offsets.getOrDefault(partition.partition(), 0L));
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
