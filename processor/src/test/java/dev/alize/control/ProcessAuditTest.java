package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.audit.Sealing;
import dev.alize.audit.chain.Link;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.audit.chain.Seal;
import dev.alize.audit.chain.SealCheck;
import dev.alize.audit.chain.Signer;
import dev.alize.client.UnreachableException;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of an event of the process; the producer keeps its records in memory. */
class ProcessAuditTest {
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");

    private final AtomicReference<String> version = new AtomicReference<>("v1");

    private ProcessAudit audit(MockProducer<byte[], byte[]> producer) {
        return audit(producer, null, () -> {});
    }

    private ProcessAudit audit(MockProducer<byte[], byte[]> producer, @Nullable Sealing sealing, Runnable beforeEach) {
        return new ProcessAudit(
                new ProcessChain.Topics("llm.audit", "llm.audit-checkpoints"),
                new ProcessAudit.Origin("node-1", version::get, InstantSource.fixed(NOW), sealing),
                (topic, record) -> {
                    beforeEach.run();
                    return Plain.write((SpecificRecord) record);
                },
                producer);
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        Node node = new Node(1, "localhost", 9092);
        List<PartitionInfo> partitions = IntStream.range(0, 6)
                .mapToObj(partition -> new PartitionInfo("llm.audit", partition, node, new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
        return new MockProducer<>(cluster, autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static AuditEvent event(ProducerRecord<byte[], byte[]> record) {
        return Plain.read(record.value(), AuditEvent.class);
    }

    @Test
    void aCommandThatIsInForceButNotAuditedIsAnError() {
        MockProducer<byte[], byte[]> producer = producer(true);
        ProcessAudit audit = audit(producer);
        audit.happened("control", "primary", "pause", Map.of());
        ControlDesk.closeAudited(audit, "in force");

        ProcessAudit broken = audit(producer(true), null, () -> {
            throw new IllegalStateException("no registry");
        });
        broken.happened("control", "primary", "pause", Map.of());
        assertThatThrownBy(() -> ControlDesk.closeAudited(broken, "in force"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("in force, but not audited");
    }

    @Test
    void closesWhatItWritesWith() {
        AtomicBoolean closed = new AtomicBoolean();
        Serializer<Object> serializer = new Serializer<>() {
            @Override
            public byte[] serialize(String topic, Object record) {
                return new byte[0];
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        MockProducer<byte[], byte[]> producer = producer(true);
        new ProcessAudit(
                        new ProcessChain.Topics("llm.audit", "llm.audit-checkpoints"),
                        new ProcessAudit.Origin("node-1", version::get, InstantSource.fixed(NOW), null),
                        serializer,
                        producer)
                .close();
        assertThat(closed).isTrue();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void writesWhatHappenedUnderTheNameOfTheInstance() {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (ProcessAudit audit = audit(producer)) {
            audit.happened("breaker", "primary", "open", Map.of("failures", "5"));
            version.set("v2");
            audit.happened("control", null, "pause", Map.of());
        }
        assertThat(producer.history()).hasSize(2);
        ProducerRecord<byte[], byte[]> first = producer.history().getFirst();
        assertThat(first.topic()).isEqualTo("llm.audit");
        assertThat(first.key()).asString(StandardCharsets.UTF_8).isEqualTo("node-1");
        assertThat(event(first).getKind()).isEqualTo("breaker");
        assertThat(event(first).getTarget()).isEqualTo("primary");
        assertThat(event(first).getReason()).isEqualTo("open");
        assertThat(event(first).getDetails()).isEqualTo(Map.of("failures", "5"));
        assertThat(event(first).getAt()).isEqualTo(NOW);
        assertThat(event(first).getConfiguration()).isEqualTo("v1");
        assertThat(event(first).getInstance()).isEqualTo("node-1");
        assertThat(event(first).getRequestId()).isNull();
        assertThat(event(producer.history().getLast()).getConfiguration()).isEqualTo("v2");
    }

    @Test
    void countsWhatTheBrokerDidNotTake() {
        MockProducer<byte[], byte[]> producer = producer(false);
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
        MockProducer<byte[], byte[]> producer = producer(true);
        try (ProcessAudit audit = audit(producer, null, () -> {
            reached.countDown();
            await(away);
        })) {
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
    void chainsItsEventsAndSealsThemAtTheEnd() {
        MockProducer<byte[], byte[]> producer = producer(true);
        Signer.Pair keys = Signer.generate();
        Signer signer = Signer.of(keys.privateKey());
        try (ProcessAudit audit =
                audit(producer, new Sealing(signer, "node-1", 1_000, Duration.ofHours(1)), () -> {})) {
            audit.happened("breaker", "primary", "open", Map.of());
            audit.happened("breaker", "primary", "closed", Map.of());
        }
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("llm.audit-checkpoints", "llm.audit", "llm.audit", "llm.audit-checkpoints");
        assertThat(producer.history())
                .extracting(ProducerRecord::partition)
                .containsOnly(producer.history().getFirst().partition());
        Link first = link(producer.history().get(1));
        Link second = link(producer.history().get(2));
        assertThat(first.chain()).startsWith("process/node-1/" + NOW.toEpochMilli() + "-");
        assertThat(second.sequence()).isEqualTo(1);
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(second.fits(
                        producer.history().get(2).key(),
                        producer.history().get(2).value()))
                .isTrue();
        SealCheck check = new SealCheck(List.of(keys.publicKey()));
        for (int i : new int[] {0, 3}) {
            AuditCheckpoint checkpoint = Plain.read(producer.history().get(i).value(), AuditCheckpoint.class);
            Seal seal = Sealing.seal(checkpoint);
            assertThat(seal.sequence()).isEqualTo(i == 0 ? -1 : 1);
            assertThat(seal.hash()).isEqualTo(i == 0 ? new byte[32] : second.hash());
            assertThat(check.isGenuine(seal, checkpoint.getKeyId(), Sealing.bytes(checkpoint.getSignature())))
                    .isTrue();
        }
    }

    @Test
    void beginsAnEpochWhereNobodyKnowsWhetherAnEventGotThrough() {
        MockProducer<byte[], byte[]> producer = producer(false);
        Sealing sealing = new Sealing(Signer.of(Signer.generate().privateKey()), "node-1", 1_000, Duration.ofHours(1));
        try (ProcessAudit audit = audit(producer, sealing, () -> {})) {
            audit.happened("breaker", "primary", "open", Map.of());
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(() -> producer.errorNext(new TimeoutException("away")));
            Awaitility.await().until(() -> audit.dropped() == 1);
            audit.happened("breaker", "primary", "closed", Map.of());
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(() -> producer.history().size() == 4);
        }
        Link lost = link(producer.history().get(1));
        Link next = link(producer.history().get(3));
        assertThat(next.sequence()).isZero();
        assertThat(next.epoch()).isGreaterThan(lost.epoch());
        assertThat(next.chain()).isEqualTo(lost.chain());
    }

    @Test
    void sealsAnEpochThatEndedEarlyUpToItsLastSureEvent() {
        MockProducer<byte[], byte[]> producer = producer(false);
        Sealing sealing = new Sealing(Signer.of(Signer.generate().privateKey()), "node-1", 1_000, Duration.ofHours(1));
        try (ProcessAudit audit = audit(producer, sealing, () -> {})) {
            audit.happened("breaker", "primary", "open", Map.of());
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(producer::completeNext);
            audit.happened("breaker", "primary", "half_open", Map.of());
            Awaitility.await().until(() -> producer.errorNext(new TimeoutException("away")));
            Awaitility.await().until(() -> audit.dropped() == 1);
            audit.happened("breaker", "primary", "closed", Map.of());
            long sure = link(producer.history().get(1)).epoch();
            Awaitility.await().until(() -> {
                producer.completeNext();
                return producer.history().stream()
                        .filter(record -> record.topic().equals("llm.audit-checkpoints"))
                        .map(record -> Plain.read(record.value(), AuditCheckpoint.class))
                        .anyMatch(seal -> seal.getEpoch() == sure && seal.getSequence() == 0);
            });
            Awaitility.await().until(() -> {
                producer.completeNext();
                return link(producer.history().stream()
                                        .filter(record -> record.topic().equals("llm.audit"))
                                        .reduce((one, other) -> other)
                                        .orElseThrow())
                                .epoch()
                        > sure;
            });
        }
    }

    @Test
    void makesUpForASealThatDidNotGetThrough() {
        MockProducer<byte[], byte[]> producer = producer(false);
        Sealing sealing = new Sealing(Signer.of(Signer.generate().privateKey()), "node-1", 1, Duration.ofHours(1));
        try (ProcessAudit audit = audit(producer, sealing, () -> {})) {
            audit.happened("breaker", "primary", "open", Map.of());
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(() -> producer.errorNext(new TimeoutException("away")));
            Awaitility.await().until(producer::completeNext);
            assertThat(audit.dropped()).isZero();
        }
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(
                        "llm.audit-checkpoints", "llm.audit", "llm.audit-checkpoints", "llm.audit-checkpoints");
        assertThat(producer.history().subList(2, 4))
                .extracting(record ->
                        Plain.read(record.value(), AuditCheckpoint.class).getSequence())
                .containsExactly(0L, 0L);
    }

    private static Link link(ProducerRecord<byte[], byte[]> record) {
        return LinkHeaders.read(record.headers()).orElseThrow();
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
