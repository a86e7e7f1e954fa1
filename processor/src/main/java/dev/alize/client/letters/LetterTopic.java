package dev.alize.client.letters;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCheck;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** The topic of dead letters, read without a group. Used by one thread. */
public final class LetterTopic implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long nothing may come although there is more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Connection connection;
    private final String topic;
    private final Serde<Object> serde;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private LetterTopic(Connection connection, Configuration configuration) {
        this.connection = connection;
        this.topic = configuration.topics().name(Topic.DEAD_LETTERS);
        this.serde = Serdes.values(connection, configuration);
        this.consumer = connection.guarded(() ->
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        this.partitions = IntStream.range(0, configuration.topics().partitions(Topic.DEAD_LETTERS))
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
    }

    /**
     * A topic that is there.
     *
     * @throws UnreachableException where the cluster does not answer
     * @throws BadInputException where the topic is missing or has another number of partitions
     */
    public static LetterTopic open(Connection connection, Configuration configuration) {
        try (Admin admin = connection.admin()) {
            List<Problem> problems =
                    TopicCheck.check(admin, connection, configuration, List.of(Topic.DEAD_LETTERS, Topic.REQUESTS));
            if (!problems.isEmpty()) {
                throw new BadInputException("Topic layout", problems, problems.size());
            }
        }
        return new LetterTopic(connection, configuration);
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    /**
     * Reads what is committed now.
     *
     * @param from where to begin; null for the beginning
     * @param letters receives each letter, on this thread; those of one partition in their order
     * @throws UnreachableException where brokers or registry do not answer
     */
    public void read(@Nullable Instant from, Consumer<Letter> letters) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(from, ends);
            Set<TopicPartition> unread = new HashSet<>(partitions);
            long heard = System.nanoTime();
            while (true) {
                unread.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
                if (unread.isEmpty()) {
                    return;
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                    letters.accept(Letter.of(record, Serdes.decode(serde.deserializer(), DeadLetter.class, record)));
                    heard = System.nanoTime();
                }
                if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw new KafkaException("nothing came for " + PATIENCE.toSeconds() + " s");
                }
            }
        } catch (KafkaException e) {
            throw new UnreachableException(
                    "topic " + topic + " at " + connection.brokers() + ": got " + e.getMessage()
                            + "; expected brokers and a registry that answer",
                    e);
        }
    }

    private void seek(@Nullable Instant from, Map<TopicPartition, Long> ends) {
        if (from == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> moment = new HashMap<>();
        partitions.forEach(partition -> moment.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(moment);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
        serde.close();
    }
}
