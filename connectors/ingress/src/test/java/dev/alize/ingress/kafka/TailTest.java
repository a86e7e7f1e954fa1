package dev.alize.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final String TOPIC = "llm.responses";
    private static final String LATER = "llm.responses.acme";

    private final List<Long> read = new CopyOnWriteArrayList<>();
    private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refusing;
    private final AtomicReference<Set<String>> topics = new AtomicReference<>(Set.of(TOPIC));

    /** With a record behind the end that the topic had. */
    private Consumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        for (String topic : List.of(TOPIC, LATER)) {
            Node node = new Node(0, "localhost", 9092);
            Node[] nodes = {node};
            consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, node, nodes, nodes)));
        }
        consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, 0), 5L, new TopicPartition(LATER, 0), 0L));
        String refused = refusing;
        if (refused != null) {
            consumer.schedulePollTask(
                    () -> consumer.setPollException(new TopicAuthorizationException(Set.of(refused))));
        }
        consumer.schedulePollTask(() -> consumer.addRecord(record(TOPIC, 5)));
        consumers.add(consumer);
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, long offset) {
        return new ConsumerRecord<>(topic, 0, offset, new byte[0], new byte[0]);
    }

    private Tail tail(Tail.Reader reader) {
        return new Tail("test", new Tail.Topics(TOPIC, topics::get), this::consumer, reader);
    }

    @Test
    void readsFromTheEndOn() {
        try (Tail tail = tail(records -> records.forEach(record -> read.add(record.offset())))) {
            await().untilAsserted(() -> assertThat(read).containsExactly(5L));
            assertThat(tail.begun()).isCompletedWithValue(Map.of(new TopicPartition(TOPIC, 0), 5L));
        }
        assertThat(consumers).allMatch(MockConsumer::closed);
    }

    @Test
    void readsAgainWhatCouldNotBeRead() {
        AtomicBoolean failed = new AtomicBoolean();
        Tail.Reader reader = records -> {
            if (failed.compareAndSet(false, true)) {
                throw new KafkaException("the registry is away");
            }
            records.forEach(record -> read.add(record.offset()));
        };
        try (Tail tail = tail(reader)) {
            await().untilAsserted(() -> assertThat(read).containsExactly(5L));
            assertThat(consumers).hasSize(2);
            assertThat(tail.begun()).isDone();
        }
    }

    @Test
    void goesOnWithoutATopicThatItMayNotRead() {
        topics.set(Set.of(TOPIC, LATER));
        refusing = LATER;
        try (Tail tail = tail(records -> records.forEach(record -> read.add(record.offset())))) {
            await().untilAsserted(() -> assertThat(read).containsExactly(5L));
            assertThat(consumers).hasSize(1);
            assertThat(consumers.getFirst().assignment()).containsExactly(new TopicPartition(TOPIC, 0));
            assertThat(tail.isReading()).isTrue();
        }
    }

    @Test
    void isNotReadingWhereItMayNotReadTheUsualTopic() {
        refusing = TOPIC;
        try (Tail tail = tail(records -> records.forEach(record -> read.add(record.offset())))) {
            await().until(() -> consumers.size() > 1);
            assertThat(tail.isReading()).isFalse();
            refusing = null;
            await().until(tail::isReading);
        }
    }

    @Test
    void takesUpATopicThatIsAddedFromItsStart() {
        try (Tail tail = tail(records -> records.forEach(record -> read.add(record.offset())))) {
            await().untilAsserted(() -> assertThat(read).containsExactly(5L));
            topics.set(Set.of(TOPIC, LATER));
            TopicPartition added = new TopicPartition(LATER, 0);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> consumers.getFirst().assignment().contains(added));
            assertThat(consumers.getFirst().position(added)).isZero();
            assertThat(tail.begun()).isDone();
        }
    }
}
