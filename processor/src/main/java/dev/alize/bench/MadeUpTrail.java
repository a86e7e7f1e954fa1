package dev.alize.bench;

import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes a {@link TrailStory} to an audit topic. */
final class MadeUpTrail {
    private static final long SEED = 1;

    private MadeUpTrail() {}

    /**
     * Writes it.
     *
     * @param events about so many
     * @return how many there were
     */
    static long write(Connection connection, Configuration configuration, Window window, long events) {
        String topic = configuration.topics().name(Topic.AUDIT);
        Map<String, Object> properties = new HashMap<>(connection.of("producer."));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        Serde<AuditEvent> serde = Serdes.values(connection, configuration);
        try (KafkaProducer<String, AuditEvent> producer =
                connection.guarded(() -> new KafkaProducer<>(properties, new StringSerializer(), serde.serializer()))) {
            var failed = new ArrayList<Exception>();
            long length = window.length().toMillis();
            long told = new TrailStory(
                            window.from(),
                            length,
                            events,
                            SEED,
                            (key, event) -> producer.send(
                                    new ProducerRecord<>(
                                            topic, null, event.getAt().toEpochMilli(), key, event),
                                    (sent, failure) -> {
                                        if (failure != null) {
                                            failed.add(failure);
                                        }
                                    }))
                    .tell();
            producer.flush();
            if (!failed.isEmpty()) {
                throw new IllegalStateException("%d events were not written: %s"
                        .formatted(failed.size(), failed.getFirst().getMessage()));
            }
            return told;
        }
    }
}
