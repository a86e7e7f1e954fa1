package dev.alize.usage;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCheck;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.UsageRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/** The table on {@code llm.usage}, read as a whole and without a group. */
public final class UsageTable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long nothing may come although there is more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private UsageTable() {}

    /**
     * What a reading found.
     *
     * @param rows one for each tenant, model, target and hour, in no order
     * @param skipped records that are no rows of ours
     */
    public record Reading(List<UsageRow> rows, long skipped) {
        public Reading {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Reads what is committed now.
     *
     * @throws UnreachableException where brokers or registry do not answer
     * @throws BadInputException where the topic is missing or has another number of partitions
     */
    public static Reading read(Connection connection, Configuration configuration) {
        try (Admin admin = connection.admin()) {
            List<Problem> problems =
                    TopicCheck.check(admin, connection, configuration, List.of(Topic.USAGE, Topic.REQUESTS));
            if (!problems.isEmpty()) {
                throw new BadInputException("Topic layout", problems, problems.size());
            }
        }
        String topic = configuration.topics().name(Topic.USAGE);
        List<TopicPartition> partitions = IntStream.range(
                        0, configuration.topics().partitions(Topic.USAGE))
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        Serde<Object> serde = Serdes.values(connection, configuration);
        KafkaConsumer<byte[], byte[]> consumer = connection.guarded(() ->
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        try {
            return read(consumer, partitions, serde);
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

    private static Reading read(
            KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, Serde<Object> serde) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        Map<String, UsageRow> rows = new HashMap<>();
        Set<TopicPartition> unread = new HashSet<>(partitions);
        long skipped = 0;
        long heard = System.nanoTime();
        while (true) {
            unread.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            if (unread.isEmpty()) {
                return new Reading(List.copyOf(rows.values()), skipped);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                skipped += take(record, serde, rows) ? 0 : 1;
                heard = System.nanoTime();
            }
            if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new KafkaException("nothing came for " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** A key can be in two partitions where the topic has grown; the row with more events is the later one. */
    private static boolean take(
            ConsumerRecord<byte[], byte[]> record, Serde<Object> serde, Map<String, UsageRow> rows) {
        if (record.key() == null || record.value() == null) {
            return false;
        }
        Optional<UsageRow> row = Serdes.decode(serde.deserializer(), UsageRow.class, record);
        row.ifPresent(found -> rows.merge(
                new String(record.key(), StandardCharsets.UTF_8),
                found,
                (one, other) -> other.getEvents() >= one.getEvents() ? other : one));
        return row.isPresent();
    }
}
