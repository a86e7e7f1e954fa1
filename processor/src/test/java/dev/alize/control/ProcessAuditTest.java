package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of an event of the process; the producer keeps its records in memory. */
class ProcessAuditTest {
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");

    private final AtomicReference<String> version = new AtomicReference<>("v1");

    private ProcessAudit audit(MockProducer<String, AuditEvent> producer) {
        return new ProcessAudit(
                "llm.audit", new ProcessAudit.Origin("node-1", version::get, InstantSource.fixed(NOW)), producer);
    }

    private static MockProducer<String, AuditEvent> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new StringSerializer(), serializer(() -> {}));
    }

    private static Serializer<AuditEvent> serializer(Runnable before) {
        try (ByteArraySerializer bytes = new ByteArraySerializer()) {
            return (topic, event) -> {
                before.run();
                return bytes.serialize(topic, new byte[1]);
            };
        }
    }

    @Test
    void writesWhatHappenedUnderTheNameOfTheInstance() {
        MockProducer<String, AuditEvent> producer = producer(true);
        try (ProcessAudit audit = audit(producer)) {
            audit.happened("breaker", "primary", "open", Map.of("failures", "5"));
            version.set("v2");
            audit.happened("control", null, "pause", Map.of());
        }
        assertThat(producer.history()).hasSize(2);
        ProducerRecord<String, AuditEvent> first = producer.history().getFirst();
        assertThat(first.topic()).isEqualTo("llm.audit");
        assertThat(first.key()).isEqualTo("node-1");
        assertThat(first.value().getKind()).isEqualTo("breaker");
        assertThat(first.value().getTarget()).isEqualTo("primary");
        assertThat(first.value().getReason()).isEqualTo("open");
        assertThat(first.value().getDetails()).isEqualTo(Map.of("failures", "5"));
        assertThat(first.value().getAt()).isEqualTo(NOW);
        assertThat(first.value().getConfiguration()).isEqualTo("v1");
        assertThat(first.value().getInstance()).isEqualTo("node-1");
        assertThat(first.value().getRequestId()).isNull();
        assertThat(producer.history().getLast().value().getConfiguration()).isEqualTo("v2");
    }

    @Test
    void countsWhatTheBrokerDidNotTake() {
        MockProducer<String, AuditEvent> producer = producer(false);
        try (ProcessAudit audit = audit(producer)) {
            audit.happened("probe", "primary", "failed", Map.of());
            Awaitility.await().until(() -> producer.errorNext(new TimeoutException("away")));
            Awaitility.await().until(() -> audit.dropped() == 1);
        }
    }

    @Test
    void dropsAndCountsWhatDoesNotFitIntoTheQueueInsteadOfWaiting() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch away = new CountDownLatch(1);
        MockProducer<String, AuditEvent> producer =
                new MockProducer<>(true, null, new StringSerializer(), serializer(() -> {
                    reached.countDown();
                    await(away);
                }));
        try (ProcessAudit audit = audit(producer)) {
            audit.happened("probe", null, "0", Map.of());
            reached.await();
            for (int i = 1; i <= 1_010; i++) {
                audit.happened("probe", null, String.valueOf(i), Map.of());
            }
            assertThat(audit.dropped()).isEqualTo(10);
            away.countDown();
        }
        assertThat(producer.history()).hasSize(1_001);
    }

    @Test
    void anEventAfterTheEndIsCountedAndHarmsNobody() {
        ProcessAudit audit = audit(producer(true));
        audit.close();
        audit.happened("probe", null, "late", Map.of());
        assertThat(audit.dropped()).isEqualTo(1);
    }

    @Test
    void aRefusedKeyAndAnOpenBreakerAreAlerts() {
        assertThat(ProcessAudit.isAlert("key_refused", null)).isTrue();
        assertThat(ProcessAudit.isAlert("breaker", "open")).isTrue();
        assertThat(ProcessAudit.isAlert("breaker", "half_open")).isFalse();
        assertThat(ProcessAudit.isAlert("control", "pause")).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
