package dev.alize.control;

import dev.alize.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer without a group on the one partition of a topic. Used by one thread. */
final class Tail implements AutoCloseable {
    /** How long the broker may take for a question; then the session is made anew. */
    private static final int PATIENCE_MS = 5_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;

    private Tail(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
        consumer.assign(List.of(partition));
    }

    /** One at the beginning of the topic. */
    static Tail fromStart(Connection connection, String topic, int fetchWaitMs) {
        Tail tail = open(connection, topic, fetchWaitMs);
        tail.consumer.seekToBeginning(List.of(tail.partition));
        return tail;
    }

    /** One that reads what is written from now on. */
    static Tail fromEnd(Connection connection, String topic, int fetchWaitMs) {
        Tail tail = open(connection, topic, fetchWaitMs);
        tail.consumer.seekToEnd(List.of(tail.partition));
        return tail;
    }

    private static Tail open(Connection connection, String topic, int fetchWaitMs) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                properties(connection, fetchWaitMs), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return new Tail(consumer, new TopicPartition(topic, 0));
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

    /** The offset behind the last record now. */
    long end() {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** Whether everything before the offset was read. */
    boolean hasReached(long offset) {
        return consumer.position(partition) >= offset;
    }

    /** The next records; none within the timeout. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
