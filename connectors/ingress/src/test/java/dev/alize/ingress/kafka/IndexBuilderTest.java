package dev.alize.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class IndexBuilderTest {
    private static final TopicPartition USUAL = new TopicPartition("llm.responses", 0);
    private static final TopicPartition OWN = new TopicPartition("llm.responses.acme", 0);

    private final List<String> read = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch allowed = new CountDownLatch(1);

    /** With one record of each topic; the first one made may not read one of them. */
    private Consumer<byte[], byte[]> consumer(String topic) {
        boolean first = made.getAndIncrement() == 0;
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times) {
                return times.keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, unused -> new OffsetAndTimestamp(0, 0)));
            }
        };
        consumer.updateBeginningOffsets(Map.of(USUAL, 0L, OWN, 0L));
        if (first) {
            consumer.schedulePollTask(() -> consumer.setPollException(new TopicAuthorizationException(Set.of(topic))));
        } else if (!topic.equals(USUAL.topic())) {
            awaitAllowed();
        }
        consumer.schedulePollTask(() -> {
            for (TopicPartition partition : consumer.assignment()) {
                consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, 0, new byte[0], new byte[0]));
            }
        });
        return consumer;
    }

    private void awaitAllowed() {
        try {
            allowed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private IndexBuilder builder(String topic) {
        CompletableFuture<Map<TopicPartition, Long>> ends =
                CompletableFuture.completedFuture(Map.of(USUAL, 1L, OWN, 1L));
        IndexBuilder.Part part = new IndexBuilder.Part(
                USUAL.topic(), ends, records -> records.forEach(record -> read.add(record.topic())));
        return new IndexBuilder(
                List.of(part),
                Duration.ofHours(1),
                Duration.ofMillis(1),
                InstantSource.system(),
                () -> consumer(topic));
    }

    @Test
    void readsATopicLaterThatMayNotBeReadAtFirst() {
        try (IndexBuilder builder = builder(OWN.topic())) {
            await().until(builder::isBuilt);
            assertThat(read).containsExactly(USUAL.topic());
            assertThat(builder.lacking()).containsExactly(OWN.topic());
            allowed.countDown();
            await().until(() -> builder.lacking().isEmpty());
            assertThat(read).containsExactly(USUAL.topic(), OWN.topic());
        }
    }

    @Test
    void isNotBuiltWithoutTheUsualTopic() {
        try (IndexBuilder builder = builder(USUAL.topic())) {
            await().until(builder::isBuilt);
            assertThat(made).hasValue(2);
            assertThat(read).containsExactlyInAnyOrder(USUAL.topic(), OWN.topic());
            assertThat(builder.lacking()).isEmpty();
        }
    }
}
