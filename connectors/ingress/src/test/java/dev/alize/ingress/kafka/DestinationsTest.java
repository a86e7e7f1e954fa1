package dev.alize.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.schemas.CompletionRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private static final Schema SCHEMA = CompletionRequest.getClassSchema();

    @Test
    void knowsTopicsThatAreThereAndThoseThatComeLater() throws Exception {
        AtomicBoolean made = new AtomicBoolean();
        Map<String, Schema> topics = Map.of("llm.requests.acme", SCHEMA, "llm.requests.globex", SCHEMA);
        Destinations.Lookup lookup = (topic, schema) -> {
            if (topic.endsWith("globex") && !made.get()) {
                throw new TimeoutException("not present in metadata");
            }
            return 6;
        };
        try (Destinations destinations = new Destinations(Map.of(), () -> topics, unused -> Set.of(), lookup)) {
            destinations.await(Duration.ofSeconds(10));
            assertThat(destinations.partitions("llm.requests.acme")).hasValue(6);
            assertThat(destinations.partitions("llm.requests.globex")).isEmpty();
            assertThat(destinations.partitions("llm.requests.nobody")).isEmpty();
            made.set(true);
            await().until(() -> destinations.partitions("llm.requests.globex").isPresent());
        }
    }

    @Test
    void seesTheUsualTopicsGrowAndNeverGivesThemUp() throws Exception {
        AtomicBoolean grown = new AtomicBoolean();
        Destinations.Lookup lookup = (topic, schema) -> {
            if (!grown.get()) {
                throw new TimeoutException("no answer");
            }
            return 12;
        };
        Map<String, Integer> usual = Map.of("llm.cancels", 6);
        try (Destinations destinations =
                new Destinations(usual, () -> Map.of("llm.cancels", SCHEMA), unused -> Set.of(), lookup)) {
            destinations.await(Duration.ofSeconds(10));
            assertThat(destinations.partitions("llm.cancels")).hasValue(6);
            grown.set(true);
            await().until(() -> destinations.partitions("llm.cancels").orElse(0) == 12);
        }
    }

    @Test
    void doesNotAskTheProducerForTopicsThatAreNotThere() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        Map<String, Schema> topics = Map.of("llm.requests.acme", SCHEMA, "llm.requests.globex", SCHEMA);
        Destinations.Lookup lookup = (topic, schema) -> {
            asked.add(topic);
            return 6;
        };
        try (Destinations destinations =
                new Destinations(Map.of(), () -> topics, all -> Set.of("llm.requests.globex"), lookup)) {
            destinations.await(Duration.ofSeconds(10));
            assertThat(destinations.partitions("llm.requests.acme")).hasValue(6);
            assertThat(destinations.partitions("llm.requests.globex")).isEmpty();
            assertThat(asked).containsExactly("llm.requests.acme");
        }
    }

    @Test
    void answersWhileATopicIsLookedAt() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Destinations.Lookup lookup = (topic, schema) -> {
            looking.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            return 1;
        };
        try (Destinations destinations =
                new Destinations(Map.of(), () -> Map.of("llm.requests.acme", SCHEMA), unused -> Set.of(), lookup)) {
            looking.await();
            assertThat(destinations.partitions("llm.requests.acme")).isEmpty();
        }
    }
}
