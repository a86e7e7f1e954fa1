package dev.alize.ingress.kafka;

import dev.alize.ingress.config.KafkaProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of each client: what works best unless the configuration says otherwise, and what has to be so. */
final class ClientSettings {
    /** For what surrounds a body in a record. */
    private static final int ENVELOPE_BYTES = 64 << 10;

    private final KafkaProperties kafka;
    private final String instance;

    /** @param instance for the names of clients */
    ClientSettings(KafkaProperties kafka, String instance) {
        this.kafka = kafka;
        this.instance = instance;
    }

    /**
     * Writes at once: what waits for the connection goes together anyway. Not compressed: batches are small, and the
     * buffers for it cost more than it saves. Gives up before callers do.
     *
     * @param maxBody of a request, in bytes
     */
    Map<String, Object> producer(long maxBody) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 86_400_000);
        properties.putAll(kafka.of("producer."));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int) Math.min(Integer.MAX_VALUE, maxBody + ENVELOPE_BYTES));
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, instance + "-producer");
        return properties;
    }

    /** Follows topics closely. */
    Map<String, Object> tail(String name) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        return consumer(name, properties);
    }

    /** Follows topics of which only the index has to know: in few large steps. */
    Map<String, Object> slowTail(String name) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1 << 20);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        return consumer(name, properties);
    }

    /** Reads single records here and there. */
    Map<String, Object> picker(String name) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        return consumer(name, properties);
    }

    private Map<String, Object> consumer(String name, Map<String, Object> properties) {
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.putAll(kafka.of("consumer."));
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, instance + "-" + name);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    /** For short questions at the start and for readiness. */
    Map<String, Object> admin() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("default.api.timeout.ms", 8_000);
        properties.put("request.timeout.ms", 4_000);
        properties.putAll(kafka.of("admin."));
        properties.put("client.id", instance + "-admin");
        return properties;
    }

    /** For the registry: patient for about 10 s. */
    Map<String, Object> registry() {
        Map<String, Object> properties = new HashMap<>(kafka.of(""));
        properties.putIfAbsent("max.retries", "1");
        return properties;
    }
}
