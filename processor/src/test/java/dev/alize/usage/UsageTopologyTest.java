package dev.alize.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.UsageRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set by start
class UsageTopologyTest {
    @TempDir
    java.nio.file.Path directory;

    private final AtomicInteger skipped = new AtomicInteger();
    private final UsageObserver observer = new UsageObserver() {
        @Override
        public void skipped() {
            skipped.incrementAndGet();
        }
    };
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> audit;
    private TestOutputTopic<String, UsageRow> usage;

    private void start() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "books");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        var topology = UsageTopology.build(
                "llm.audit",
                "llm.usage",
                (headers, value) -> decoded(value),
                UsageTopology.ROWS.serializer(),
                observer);
        driver = new TopologyTestDriver(topology, properties, Instant.parse("2026-11-21T15:00:00Z"));
        audit = driver.createInputTopic("llm.audit", new ByteArraySerializer(), new ByteArraySerializer());
        usage = driver.createOutputTopic("llm.usage", new StringDeserializer(), UsageTopology.ROWS.deserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private static Optional<AuditEvent> decoded(byte[] value) {
        try {
            return Optional.of(AuditEvent.fromByteBuffer(ByteBuffer.wrap(value)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private void send(AuditEvent event) {
        try {
            audit.pipeInput(new byte[] {1}, event.toByteBuffer().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    @Test
    void passesOnOneRowAKeyAndSecond() {
        start();
        send(AuditSamples.success("acme", "a", 100, 0.5));
        send(AuditSamples.success("acme", "a", 300, 0.25));
        send(AuditSamples.response("acme", "a", "completed", 1.0));
        assertThat(usage.isEmpty()).isTrue();
        pass();

        KeyValue<String, UsageRow> row = usage.readKeyValue();
        assertThat(row.key).isEqualTo("2026-11-21T14/acme/small/a");
        assertThat(row.value.getCostNanoUsd()).isEqualTo(750_000_000);
        assertThat(row.value.getAttempts()).isEqualTo(2);
        assertThat(row.value.getRequests()).isEqualTo(Map.of("completed", 1L));
        assertThat(usage.isEmpty()).isTrue();
        pass();
        assertThat(usage.isEmpty()).isTrue();

        send(AuditSamples.success("acme", "a", 100, 0.25));
        pass();
        assertThat(usage.readValue().getCostNanoUsd()).isEqualTo(1_000_000_000);
    }

    @Test
    void skipsAndCountsWhatIsNoEventOfOurs() {
        start();
        audit.pipeInput(null, new byte[] {1, 2, 3});
        audit.pipeInput(new byte[] {1}, (byte[]) null);
        send(AuditSamples.event("response", "acme").setStatus("x".repeat(100)).build());
        send(AuditSamples.event("response", "acme")
                .setStatus("completed")
                .setDetails(Map.of("total_ms", "long"))
                .build());
        send(AuditSamples.success("t".repeat(10_000), "a", 1, 1));
        pass();
        assertThat(usage.isEmpty()).isTrue();
        assertThat(skipped).hasValue(5);
    }

    /** A process that dies leaves what its stores and offsets committed: what was not passed on is in the store. */
    @Test
    void losesAndRepeatsNothingAcrossRestartsInTheMiddle() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, UsageRow> table = new java.util.HashMap<>();
        UsageRow expected = Grouping.nothing();
        for (int run = 0; run < 6; run++) {
            List<KeyValue<String, UsageRow>> pending = run == 0 ? List.of() : rows(Collect.STORE);
            List<KeyValue<String, UsageRow>> totals = run == 0 ? List.of() : rows(Total.STORE);
            if (run > 0) {
                driver.close();
            }
            start();
            restore(Collect.STORE, pending);
            restore(Total.STORE, totals);
            int events = random.nextInt(200);
            for (int i = 0; i < events; i++) {
                AuditEvent event = AuditSamples.success(
                        "tenant" + random.nextInt(3), "target" + random.nextInt(3), 10, random.nextDouble());
                expected = Sums.of(expected, Tally.of(event).orElseThrow());
                send(event);
                if (random.nextInt(20) == 0) {
                    pass();
                }
            }
            usage.readKeyValuesToList().forEach(row -> table.put(row.key, row.value));
        }
        send(AuditSamples.success("last", "a", 10, 0));
        expected = Sums.of(
                expected, Tally.of(AuditSamples.success("last", "a", 10, 0)).orElseThrow());
        pass();
        usage.readKeyValuesToList().forEach(row -> table.put(row.key, row.value));

        assertThat(Grouping.total(table.values())).as("seed %d", seed).isEqualTo(expected);
    }

    private List<KeyValue<String, UsageRow>> rows(String store) {
        List<KeyValue<String, UsageRow>> rows = new ArrayList<>();
        KeyValueStore<String, UsageRow> all = driver.getKeyValueStore(store);
        try (KeyValueIterator<String, UsageRow> iterator = all.all()) {
            iterator.forEachRemaining(rows::add);
        }
        return rows;
    }

    private void restore(String name, List<KeyValue<String, UsageRow>> rows) {
        KeyValueStore<String, UsageRow> store = driver.getKeyValueStore(name);
        rows.forEach(row -> store.put(row.key, row.value));
    }
}
