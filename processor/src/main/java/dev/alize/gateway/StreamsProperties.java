package dev.alize.gateway;

import dev.alize.config.Bounds;
import dev.alize.config.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.assignment.assignors.StickyTaskAssignor;

/**
 * The settings of Kafka Streams: what works best unless the configuration says otherwise, and what the guarantees rest
 * on whatever it says. The reasons stand in ARCHITECTURE.md.
 */
final class StreamsProperties {
    /** Only the ends of the audit chains are kept there until a commit: a few hundred bytes a task. */
    private static final int CACHE_BYTES = 1 << 20;

    private StreamsProperties() {}

    static Map<String, Object> of(
            StreamsSettings settings, Bounds bounds, Map<String, String> kafka, String instance, Path stores) {
        Map<String, Object> properties = new HashMap<>(preferred());
        properties.putAll(kafka);
        properties.putAll(required(settings, bounds, instance, stores));
        return properties;
    }

    /** After which the group takes a member that is silent for dead. */
    static Duration session(Map<String, Object> properties) {
        Object millis = properties.get(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
        return Duration.ofMillis(Long.parseLong(String.valueOf(millis)));
    }

    private static Map<String, Object> preferred() {
        Map<String, Object> preferred = new HashMap<>();
        preferred.put(StreamsConfig.POLL_MS_CONFIG, 5);
        preferred.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        preferred.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 50);
        preferred.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        preferred.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 20);
        preferred.put(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, StickyTaskAssignor.class.getName());
        preferred.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
        preferred.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 20_000);
        preferred.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
        preferred.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), 120_000);
        preferred.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
        preferred.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        preferred.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        preferred.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
        preferred.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), 30_000);
        preferred.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 15_000);
        return preferred;
    }

    private static Map<String, Object> required(StreamsSettings settings, Bounds bounds, String instance, Path stores) {
        Map<String, Object> required = new HashMap<>();
        required.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        required.put(StreamsConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-" + instance);
        required.put(StreamsConfig.STATE_DIR_CONFIG, stores.toString());
        required.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.guarantee().code());
        required.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        required.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        required.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        required.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        // Twice this is less than the changelogs keep deletions: a task that comes back finds none of its rows revived.
        required.put(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, 300_000L);
        required.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        required.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), bounds.maxRecordBytes() * 2);
        return required;
    }
}
