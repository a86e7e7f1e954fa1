package dev.alize.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.budget.StoredAvro;
import dev.alize.config.IncidentSettings;
import dev.alize.diagnosis.PageStatus;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Incident;
import dev.alize.usage.UsageTopology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set by start
class IncidentTopologyTest {
    @TempDir
    Path directory;

    private @Nullable String blindSpot;
    private final Outside outside = new Outside() {
        @Override
        public PageStatus page(String provider) {
            return PageStatus.NONE;
        }

        @Override
        public boolean isProbed(String target) {
            return false;
        }

        @Override
        public Optional<String> blindSpot() {
            return Optional.ofNullable(blindSpot);
        }
    };
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> audit;
    private TestOutputTopic<String, byte[]> incidents;
    private Instant now = Instant.ofEpochMilli(Scenario.START);

    @BeforeEach
    void start() {
        StreamsBuilder builder = new StreamsBuilder();
        IncidentTopology.addTo(
                UsageTopology.events(builder, "llm.audit"),
                "llm.incidents",
                (headers, value) -> decoded(value),
                (topic, incident) -> StoredAvro.write(incident),
                IncidentSettings.DEFAULT,
                outside);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "books");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        driver = new TopologyTestDriver(builder.build(), properties, now);
        audit = driver.createInputTopic("llm.audit", new ByteArraySerializer(), new ByteArraySerializer());
        incidents = driver.createOutputTopic("llm.incidents", new StringDeserializer(), new ByteArrayDeserializer());
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

    private void send(AuditEvent.Builder event) {
        send(event, now);
    }

    private void send(AuditEvent.Builder event, Instant at) {
        try {
            audit.pipeInput(
                    new byte[] {1}, event.setAt(at).build().toByteBuffer().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void seconds(int count, Runnable each) {
        for (int i = 0; i < count; i++) {
            each.run();
            now = now.plusSeconds(1);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private void calls(int count, String outcome) {
        for (int i = 0; i < count; i++) {
            send(call(outcome));
        }
    }

    private static AuditEvent.Builder call(String outcome) {
        return AuditEvent.newBuilder()
                .setKind("attempt")
                .setAttempt(AuditAttempt.newBuilder()
                        .setNumber(1)
                        .setTarget("large")
                        .setProvider("mistral")
                        .setModel("m")
                        .setOutcome(outcome)
                        .build());
    }

    private List<Incident> written() {
        List<Incident> read = new ArrayList<>();
        incidents.readKeyValuesToList().forEach(row -> {
            Incident incident = StoredAvro.read(row.value, Incident.class);
            assertThat(row.key).isEqualTo(incident.getId());
            read.add(incident);
        });
        return read;
    }

    @Test
    void opensAndResolvesByTheWallClockAlone() {
        seconds(30, () -> calls(5, "success"));
        assertThat(written()).isEmpty();

        seconds(20, () -> calls(5, "provider_unavailable"));
        Incident opened = written().getLast();
        assertThat(opened.getCause()).isEqualTo("server");
        assertThat(opened.getStatus()).isEqualTo("investigating");

        send(AuditEvent.newBuilder()
                .setKind("incident")
                .setReason("assign")
                .setDetails(Map.of("incident", opened.getId(), "by", "ada", "ic", "grace")));
        seconds(120, () -> {});
        Incident resolved = written().getLast();
        assertThat(resolved.getIc()).isEqualTo("grace");
        assertThat(resolved.getStatus()).isEqualTo("resolved");
        assertThat(resolved.getRevision()).isGreaterThan(opened.getRevision());
    }

    @Test
    void whatIsCaughtUpOnDoesNotCrowdOutWhatHappensNow() {
        seconds(20, () -> {
            for (int i = 0; i < 1_200; i++) {
                send(call("success"), now.minusSeconds(600 + 5L * i));
            }
            calls(5, "provider_unavailable");
        });

        assertThat(written()).last().satisfies(incident -> {
            assertThat(incident.getCause()).isEqualTo("server");
            assertThat(incident.getSeverity()).isEqualTo("P1");
        });
    }

    @Test
    void aBlindSpotIsAGapAlsoWhileNothingHappens() {
        blindSpot = "No probe of large has ended for a long time";
        seconds(62, () -> {});
        assertThat(written()).last().satisfies(gap -> {
            assertThat(gap.getSeverity()).isEqualTo("P4");
            assertThat(gap.getSummary()).isEqualTo("No probe of large has ended for a long time.");
        });

        blindSpot = null;
        seconds(2, () -> {});
        assertThat(written())
                .last()
                .satisfies(gap -> assertThat(gap.getStatus()).isEqualTo("resolved"));
    }

    @Test
    void survivesRecordsThatAreNoneOfOurs() {
        audit.pipeInput(null, new byte[] {1, 2, 3});
        audit.pipeInput(new byte[] {1}, (byte[]) null);
        send(AuditEvent.newBuilder().setKind("attempt"));
        send(AuditEvent.newBuilder().setKind("breaker").setReason("open"));
        send(AuditEvent.newBuilder().setKind("incident").setReason("ack"));
        send(AuditEvent.newBuilder().setKind("response").setStatus("strange"));
        seconds(3, () -> {});

        assertThat(written()).singleElement().satisfies(gap -> {
            assertThat(gap.getSeverity()).isEqualTo("P4");
            assertThat(gap.getSummary()).contains("2 audit records");
        });
    }

    /** What a start finds in the store is what the changelog brought back. */
    @Test
    void aStartGoesOnWithWhatTheStoreHolds() {
        seconds(20, () -> calls(5, "provider_unavailable"));
        Incident opened = written().getLast();
        var context = new MockProcessorContext<String, Incident>();
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Judge.STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        KeyValueStore<String, byte[]> before = driver.getKeyValueStore(Judge.STORE);
        try (KeyValueIterator<String, byte[]> all = before.all()) {
            all.forEachRemaining(row -> store.put(row.key, row.value));
        }

        Judge judge = new Judge(IncidentSettings.DEFAULT, Outside.NOTHING);
        judge.init(context);
        assertThat(context.scheduledPunctuators()).hasSize(2);
        for (int i = 0; i < 120; i++) {
            now = now.plusSeconds(1);
            context.scheduledPunctuators().getLast().getPunctuator().punctuate(now.toEpochMilli());
        }

        assertThat(context.forwarded()).last().satisfies(forwarded -> {
            Incident resolved = forwarded.record().value();
            assertThat(resolved.getId()).isEqualTo(opened.getId());
            assertThat(resolved.getStatus()).isEqualTo("resolved");
        });
    }

    @Test
    void whatAnOperatorSaysIsKeptInTheTransactionThatReadsIt() {
        seconds(30, () -> calls(5, "provider_unavailable"));
        String id = written().getLast().getId();
        send(AuditEvent.newBuilder()
                .setKind("incident")
                .setReason("ack")
                .setDetails(Map.of("incident", id, "by", "ada")));
        assertThat(written())
                .isNotEmpty()
                .last()
                .satisfies(incident -> assertThat(incident.getAcked()).isTrue());
    }
}
