package dev.alize.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic without a group; only what is committed. Used by one thread. */
public final class TopicScan implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long nothing may come although there is more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int FETCH_BYTES = 8 << 20;

    private final Connection connection;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private TopicScan(Connection connection, String topic, int partitions) {
        this.connection = connection;
        this.topic = topic;
        this.consumer = connection.guarded(() ->
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(this.partitions);
    }

    /** Of a topic that is there; nothing is asked yet. */
    public static TopicScan of(Connection connection, String topic, int partitions) {
        return new TopicScan(connection, topic, partitions);
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    /**
     * Reads up to the end that the topic has when the reading begins.
     *
     * @param from time of the first records; null for the beginning
     * @param records takes each record, on this thread; those of a partition in their order
     * @throws UnreachableException where brokers or registry do not answer
     */
    public void read(@Nullable Instant from, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(from, ends);
            Set<TopicPartition> unread = new HashSet<>(partitions);
            Map<TopicPartition, Long> positions = new HashMap<>();
            long heard = System.nanoTime();
            while (true) {
                for (TopicPartition partition : partitions) {
                    long position = consumer.position(partition);
                    Long before = positions.put(partition, position);
                    heard = before == null || position > before ? System.nanoTime() : heard;
                    if (position >= ends.getOrDefault(partition, 0L)) {
                        unread.remove(partition);
                    }
                }
                if (unread.isEmpty()) {
                    return;
                }
                if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw new KafkaException("nothing came for " + PATIENCE.toSeconds() + " s");
                }
                consumer.poll(LOOK).forEach(records);
            }
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /**
     * Reads on from a moment until enough was seen, or the time is over.
     *
     * @param enough takes each record; true ends the reading
     * @return whether enough was seen
     */
    public boolean follow(Instant from, Predicate<ConsumerRecord<byte[], byte[]>> enough, Duration atMost) {
        try {
            seek(from, consumer.endOffsets(partitions));
            long start = System.nanoTime();
            while (System.nanoTime() - start < atMost.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                    if (enough.test(record)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    private void seek(@Nullable Instant from, Map<TopicPartition, Long> ends) {
        if (from == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> moment = new HashMap<>();
        partitions.forEach(partition -> moment.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(moment);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private UnreachableException unreachable(KafkaException e) {
        return new UnreachableException(
                "topic " + topic + " at " + connection.brokers() + ": got " + e.getMessage()
                        + "; expected brokers and a registry that answer",
                e);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
    }
}
