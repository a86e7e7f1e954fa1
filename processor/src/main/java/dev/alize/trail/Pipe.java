package dev.alize.trail;

import dev.alize.client.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer without a group that reads one partition of a topic at a time. Used by one thread at a time. */
final class Pipe implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long nothing may come although there is more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int FETCH_BYTES = 4 << 20;
    private static final int RECORDS = 2_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private TopicPartition at;
    private long heard = System.nanoTime();

    Pipe(Connection connection, String topic) {
        this.topic = topic;
        this.at = new TopicPartition(topic, 0);
        this.consumer = connection.guarded(() ->
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        // A damaged record is named, with its place; it must not end the reading.
        properties.put(ConsumerConfig.CHECK_CRCS_CONFIG, false);
        // Both take longer to start than a partition to read.
        properties.putIfAbsent(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.putIfAbsent(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return properties;
    }

    /** How many the topic has; 0 where there is no such topic. */
    int partitions() {
        List<PartitionInfo> found = consumer.partitionsFor(topic, Connection.PATIENCE);
        return found == null ? 0 : found.size();
    }

    Map<Integer, Long> begins(Collection<Integer> partitions) {
        consumer.assign(of(partitions));
        return byNumber(consumer.beginningOffsets(of(partitions)));
    }

    /** Behind the last record that is committed. */
    Map<Integer, Long> ends(Collection<Integer> partitions) {
        consumer.assign(of(partitions));
        return byNumber(consumer.endOffsets(of(partitions)));
    }

    /** Offsets of the first records that are not older; without the partitions that have none. */
    Map<Integer, Long> since(Collection<Integer> partitions, long ms) {
        Map<TopicPartition, Long> moments = new HashMap<>();
        of(partitions).forEach(partition -> moments.put(partition, ms));
        Map<Integer, Long> found = new HashMap<>();
        consumer.offsetsForTimes(moments).forEach((partition, first) -> {
            if (first != null) {
                found.put(partition.partition(), first.offset());
            }
        });
        return found;
    }

    private List<TopicPartition> of(Collection<Integer> partitions) {
        return partitions.stream()
                .map(number -> new TopicPartition(topic, number))
                .toList();
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> found = new HashMap<>();
        offsets.forEach((partition, offset) -> found.put(partition.partition(), offset));
        return found;
    }

    /** From now on reads this partition. */
    void seek(int partition, long offset) {
        at = new TopicPartition(topic, partition);
        consumer.assign(List.of(at));
        consumer.seek(at, offset);
        heard = System.nanoTime();
    }

    long position() {
        return consumer.position(at);
    }

    /** The next records, which may be none. */
    List<ConsumerRecord<byte[], byte[]>> poll() {
        long before = position();
        List<ConsumerRecord<byte[], byte[]>> records;
        try {
            records = consumer.poll(LOOK).records(at);
        } catch (OffsetOutOfRangeException e) {
            throw new KafkaException(
                    "partition " + at.partition() + " without its offset " + before
                            + ", which retention removed meanwhile: run the command again",
                    e);
        }
        long now = System.nanoTime();
        if (position() != before) {
            heard = now;
        } else if (now - heard > PATIENCE.toNanos()) {
            throw new KafkaException(
                    "nothing from partition " + at.partition() + " for " + PATIENCE.toSeconds() + " s");
        }
        return records;
    }

    /** From now on reads what is written to any of these: from an offset that is given, else from the end. */
    void behind(Collection<Integer> partitions, Map<Integer, Long> offsets) {
        consumer.assign(of(partitions));
        consumer.seekToEnd(of(partitions));
        offsets.forEach((partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
    }

    /** The next records of any partition, which may be none. */
    Iterable<ConsumerRecord<byte[], byte[]>> next() {
        return consumer.poll(LOOK);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
