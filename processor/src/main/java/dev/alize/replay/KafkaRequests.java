package dev.alize.replay;

import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.schemas.CompletionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/** Requests on their broker. Has as many consumers as threads read at once. */
final class KafkaRequests implements Requests, AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FETCH_BYTES = 4 << 20;
    /** A larger gap between two wanted offsets is not read, but jumped. */
    private static final long GAP = 2_000;

    private final Connection connection;
    private final Serde<Object> serde;
    private final Queue<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();

    KafkaRequests(Connection connection, Configuration configuration) {
        this.connection = connection;
        this.serde = Serdes.values(connection, configuration);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> known = idle.poll();
        if (known != null) {
            return known;
        }
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return connection.guarded(
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Override
    public void read(String topic, int partition, NavigableSet<Long> offsets, Found found) throws InterruptedException {
        if (offsets.isEmpty()) {
            return;
        }
        KafkaConsumer<byte[], byte[]> consumer = consumer();
        try {
            read(consumer, new TopicPartition(topic, partition), offsets, found);
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("reading was interrupted");
        } catch (KafkaException e) {
            throw new UnreachableException(
                    "topic " + topic + " at " + connection.brokers() + ": got " + e.getMessage()
                            + "; expected brokers and a registry that answer",
                    e);
        } finally {
            idle.add(consumer);
        }
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, NavigableSet<Long> offsets, Found found) {
        List<TopicPartition> places = List.of(place);
        consumer.assign(places);
        long start = consumer.beginningOffsets(places).getOrDefault(place, 0L);
        long end = Math.min(offsets.last() + 1, consumer.endOffsets(places).getOrDefault(place, 0L));
        Long next = offsets.ceiling(start);
        if (next == null || next >= end) {
            return;
        }
        consumer.seek(place, next);
        long heard = System.nanoTime();
        long position = next;
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                if (offsets.contains(record.offset())) {
                    found.found(record.offset(), Serdes.decode(serde.deserializer(), CompletionRequest.class, record));
                }
            }
            long reached = consumer.position(place);
            if (reached > position) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new KafkaException("nothing came for " + PATIENCE.toSeconds() + " s");
            }
            position = reached;
            Long wanted = offsets.ceiling(position);
            if (wanted == null) {
                return;
            }
            if (wanted - position > GAP) {
                consumer.seek(place, wanted);
                position = wanted;
            }
        }
    }

    @Override
    public void close() {
        for (KafkaConsumer<byte[], byte[]> consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
        }
        serde.close();
    }
}
