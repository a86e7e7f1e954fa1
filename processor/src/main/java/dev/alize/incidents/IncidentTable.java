package dev.alize.incidents;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCheck;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.Incident;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/** The incidents on {@code llm.incidents}, read as a whole and without a group. */
public final class IncidentTable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long nothing may come although there is more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private IncidentTable() {}

    /**
     * What a reading found.
     *
     * @param incidents the last that opened first
     * @param skipped records that are no incidents of ours
     */
    public record Reading(List<Incident> incidents, long skipped) {
        public Reading {
            incidents = List.copyOf(incidents);
        }

        /** The one with an id. */
        public Optional<Incident> of(String id) {
            return incidents.stream().filter(one -> one.getId().equals(id)).findFirst();
        }
    }

    /**
     * Reads what is committed now.
     *
     * @throws UnreachableException where brokers or registry do not answer
     * @throws BadInputException where the topic is missing or has more than one partition
     */
    public static Reading read(Connection connection, Configuration configuration) {
        try (Admin admin = connection.admin()) {
            List<Problem> problems = TopicCheck.check(admin, connection, configuration, List.of(Topic.INCIDENTS));
            if (!problems.isEmpty()) {
                throw new BadInputException("Topic layout", problems, problems.size());
            }
        }
        String topic = configuration.topics().name(Topic.INCIDENTS);
        Serde<Object> serde = Serdes.values(connection, configuration);
        KafkaConsumer<byte[], byte[]> consumer = connection.guarded(() ->
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        try {
            return read(consumer, new TopicPartition(topic, 0), serde);
        } catch (KafkaException e) {
            throw new UnreachableException(
                    "topic " + topic + " at " + connection.brokers() + ": got " + e.getMessage()
                            + "; expected brokers and a registry that answer",
                    e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
            serde.close();
        }
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    private static Reading read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Serde<Object> serde) {
        Collection<TopicPartition> only = List.of(partition);
        consumer.assign(only);
        long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
        consumer.seekToBeginning(only);
        Map<String, Incident> incidents = new TreeMap<>();
        long skipped = 0;
        long heard = System.nanoTime();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                skipped += take(record, serde, incidents) ? 0 : 1;
                heard = System.nanoTime();
            }
            if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new KafkaException("nothing came for " + PATIENCE.toSeconds() + " s");
            }
        }
        return new Reading(
                incidents.values().stream()
                        .sorted(Comparator.comparing(Incident::getOpenedAt).reversed())
                        .toList(),
                skipped);
    }

    private static boolean take(
            ConsumerRecord<byte[], byte[]> record, Serde<Object> serde, Map<String, Incident> incidents) {
        if (record.key() == null || record.value() == null) {
            return false;
        }
        Optional<Incident> incident = Serdes.decode(serde.deserializer(), Incident.class, record);
        incident.ifPresent(found -> incidents.put(found.getId(), found));
        return incident.isPresent();
    }
}
