package dev.alize.erasure;

import dev.alize.client.Connection;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.Erasure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/** Writes orders to forget, and removes answers from the cache. Used by one thread. */
final class Orders implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Connection connection;
    private final Configuration configuration;
    private final Serde<Object> serde;
    private final Producer<byte[], byte[]> producer;
    private final List<Future<?>> removals = new ArrayList<>();

    Orders(Connection connection, Configuration configuration, Serde<Object> serde) {
        this.connection = connection;
        this.configuration = configuration;
        this.serde = serde;
        Map<String, Object> properties = connection.of("producer.");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Connection.PATIENCE.toMillis());
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        this.producer = connection.guarded(
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Asks every partition; returns when all replicas have all orders. */
    void give(Erasure order) {
        String topic = configuration.topics().name(Topic.ERASURES);
        try {
            List<Future<?>> written = new ArrayList<>();
            byte[] key = order.getId().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < configuration.topics().partitions(Topic.ERASURES); i++) {
                Headers headers = new RecordHeaders();
                byte[] value = serde.serializer().serialize(topic, headers, order);
                written.add(producer.send(new ProducerRecord<>(topic, i, key, value, headers)));
            }
            await(topic, written);
        } catch (KafkaException e) {
            throw unreachable(topic, e);
        }
    }

    /** Removes an answer from the cache; done for sure only after {@link #finish}. */
    void remove(String topic, int partition, byte[] key) {
        try {
            removals.add(producer.send(new ProducerRecord<>(topic, partition, key, null)));
        } catch (KafkaException e) {
            throw unreachable(topic, e);
        }
    }

    void finish() {
        await(configuration.topics().name(Topic.CACHE), removals);
        removals.clear();
    }

    private void await(String topic, List<Future<?>> written) {
        try {
            for (Future<?> each : written) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw unreachable(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(topic, e);
        }
    }

    private UnreachableException unreachable(String topic, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new UnreachableException(
                "topic " + topic + " at " + connection.brokers() + ": got "
                        + cause.getClass().getSimpleName()
                        + "; expected brokers and a registry that answer. Not all partitions may have the order: give"
                        + " it again",
                e);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(3));
    }
}
