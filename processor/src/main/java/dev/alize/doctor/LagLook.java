package dev.alize.doctor;

import dev.alize.client.Connection;
import dev.alize.client.ConsumerGroups;
import dev.alize.client.TopicCheck;
import dev.alize.doctor.LagSeen.Behind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Compares what a group has committed with what its topics have; reads the first record behind, for its time only. */
public final class LagLook implements Look.Probe {
    private static final Duration READING = Duration.ofSeconds(3);

    private final Supplier<Connection> connection;
    private final String group;
    private final List<String> topics;
    private final Meaning meaning;

    /** What the lag of a group means. */
    @FunctionalInterface
    interface Meaning {
        Finding of(LagSeen seen, Instant now);
    }

    private LagLook(Supplier<Connection> connection, String group, List<String> topics, Meaning meaning) {
        this.connection = connection;
        this.group = group;
        this.topics = List.copyOf(topics);
        this.meaning = meaning;
    }

    /** @param topics those that requests come in by */
    public static LagLook ofGateway(Supplier<Connection> connection, String group, List<String> topics) {
        return new LagLook(connection, group, topics, LagCheck::ofGateway);
    }

    /** @param topics the audit trail */
    public static LagLook ofBooks(Supplier<Connection> connection, String group, List<String> topics) {
        return new LagLook(connection, group, topics, LagCheck::ofBooks);
    }

    @Override
    public List<Finding> look() throws NotSeenException {
        Connection made = connection.get();
        try (Admin admin = made.admin()) {
            int members = ConsumerGroups.members(admin, made, group).size();
            Map<TopicPartition, Long> behind = new HashMap<>();
            Map<TopicPartition, Long> next = new HashMap<>();
            measure(admin, made, behind, next);
            Map<String, Instant> oldest = next.isEmpty() ? Map.of() : oldest(made, next);
            List<Behind> all = topics.stream()
                    .map(topic -> new Behind(topic, records(behind, topic), oldest.get(topic)))
                    .toList();
            return List.of(meaning.of(
                    new LagSeen(group, members, all), InstantSource.system().instant()));
        }
    }

    private static long records(Map<TopicPartition, Long> behind, String topic) {
        return behind.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void measure(Admin admin, Connection made, Map<TopicPartition, Long> behind, Map<TopicPartition, Long> next)
            throws NotSeenException {
        List<TopicPartition> partitions = partitions(admin, made);
        Map<TopicPartition, OffsetAndMetadata> committed =
                made.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> ends = offsets(admin, made, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> begins = offsets(admin, made, partitions, OffsetSpec.earliest());
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata known = committed.get(partition);
            long begin = begins.getOrDefault(partition, 0L);
            long from = known == null ? begin : Math.max(begin, known.offset());
            long records = Math.max(0, ends.getOrDefault(partition, 0L) - from);
            behind.put(partition, records);
            if (records > 0) {
                next.put(partition, from);
            }
        }
    }

    private List<TopicPartition> partitions(Admin admin, Connection made) throws NotSeenException {
        List<TopicPartition> partitions = new ArrayList<>();
        TopicCheck.partitions(admin, made, topics).forEach((topic, count) -> {
            for (int i = 0; i < count; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        });
        if (partitions.isEmpty()) {
            throw new NotSeenException("there is no topic " + String.join(" or ", topics));
        }
        return partitions;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Connection made, List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        made.await(admin.listOffsets(asked).all())
                .forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    /** By topic; what is not seen in time is left out. */
    private static Map<String, Instant> oldest(Connection made, Map<TopicPartition, Long> next) {
        Map<String, Object> properties = made.of("consumer.");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 16);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) READING.toMillis());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        KafkaConsumer<byte[], byte[]> consumer = made.guarded(
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        try {
            return made.answered(() -> first(consumer, next));
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }

    private static Map<String, Instant> first(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> next) {
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
        Map<String, Instant> oldest = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(next.keySet());
        long end = System.nanoTime() + READING.toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (open.remove(partition)) {
                    Instant at = Instant.ofEpochMilli(record.timestamp());
                    oldest.merge(record.topic(), at, (one, other) -> one.isBefore(other) ? one : other);
                    consumer.pause(List.of(partition));
                }
            }
            // Behind the last record there may be only the ends of transactions.
            open.removeIf(partition -> Objects.requireNonNull(next.get(partition)) < consumer.position(partition));
        }
        return oldest;
    }
}
