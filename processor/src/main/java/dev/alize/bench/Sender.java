package dev.alize.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests, or their cancels, without waiting for more of them, each to the partition its ledger says. Safe to
 * use from any thread.
 */
final class Sender implements AutoCloseable {
    private static final long BUFFER_BYTES = 128L << 20;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Sender(String bootstrapServers, String topic) {
        this.topic = topic;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        0,
                        "batch.size",
                        64 << 10,
                        "buffer.memory",
                        BUFFER_BYTES,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void send(Ledger ledger, int number, byte[] value) {
        byte[] key = ledger.id(number).getBytes(StandardCharsets.UTF_8);
        int partition = ledger.partition(number);
        var unused = producer.send(new ProducerRecord<>(topic, partition, key, value), (metadata, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
            }
        });
    }

    /** Waits until everything is written. */
    void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException(
                    "A record for " + topic + " could not be written: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
