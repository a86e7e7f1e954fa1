package dev.alize.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.budget.StoredAvro;
import dev.alize.config.AlertSettings;
import dev.alize.config.ReceiverSettings;
import dev.alize.schemas.Incident;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set by start
class AlertTopologyTest {
    @TempDir
    Path directory;

    private final AlertCounts counts = new AlertCounts(List.of());
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> judged;
    private Slow courier;

    /** Carries nothing until it is told to. */
    private static final class Slow implements Courier {
        private final Map<Letter, Consumer<Delivery>> carried = new LinkedHashMap<>();
        private boolean closed;

        @Override
        public void carry(Letter letter, Consumer<Delivery> done) {
            carried.put(letter, done);
        }

        private List<String> ids() {
            return carried.keySet().stream().map(Letter::id).toList();
        }

        private void answer(Delivery delivery) {
            List<Consumer<Delivery>> all = new ArrayList<>(carried.values());
            carried.clear();
            all.forEach(one -> one.accept(delivery));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** The stage behind the sink that writes the topic it reads, as in the books. */
    private void start(ReceiverSettings... receivers) {
        AlertSettings settings = Samples.settings(receivers);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("judged", Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .to("llm.incidents", Produced.with(Serdes.String(), Serdes.ByteArray()));
        Topology topology = builder.build();
        AlertTopology.addTo(
                topology,
                "llm.incidents",
                (headers, value) -> decoded(value),
                settings,
                () -> courier = new Slow(),
                counts);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "books");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        driver = new TopologyTestDriver(topology, properties, Samples.START);
        judged = driver.createInputTopic("judged", new StringSerializer(), new ByteArraySerializer());
    }

    private static Optional<Incident> decoded(byte[] value) {
        try {
            return Optional.of(StoredAvro.read(value, Incident.class));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void write(Incident incident) {
        judged.pipeInput(incident.getId(), StoredAvro.write(incident));
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    @Test
    void readsWhatTheSameTopologyWritesAndSurvivesRecordsThatAreNoneOfOurs() {
        start(Samples.slack("team"));
        seconds(4);
        judged.pipeInput("x", new byte[] {9, 9});
        judged.pipeInput("x", (byte[]) null);
        assertThat(counts.skipped()).hasValue(1);
        write(Samples.incident("inc-1"));
        assertThat(courier.ids()).containsExactly("inc-1/1");
        assertThat(driver.createOutputTopic("llm.incidents", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList())
                .hasSize(3);

        courier.answer(new Delivery.Taken());
        write(Samples.resolved(Samples.incident("inc-1")));
        seconds(1);
        assertThat(courier.ids()).containsExactly("inc-1/2");
    }

    @Test
    void aRowLeavesInThePunctuationAfterItWasTaken() {
        start(Samples.slack("team"));
        seconds(4);
        write(Samples.incident("inc-1"));
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(Tell.STORE);
        String row = Kept.ROW + "team/" + "%019d".formatted(1);
        assertThat(store.get(row)).isNotNull();
        courier.answer(new Delivery.Taken());
        assertThat(store.get(row)).isNotNull();
        seconds(1);
        assertThat(store.get(row)).isNull();
    }

    /** What a start finds in the store is what the changelog brought back. */
    @Test
    void aStartSendsWhatWasNotTakenUnderTheSameName() {
        start(Samples.slack("team"));
        seconds(4);
        write(Samples.incident("inc-1"));
        Letter before = courier.carried.keySet().iterator().next();
        var context = new MockProcessorContext<Void, Void>();
        context.setCurrentSystemTimeMs(Samples.START.plusSeconds(60).toEpochMilli());
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Tell.STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        KeyValueStore<String, byte[]> old = driver.getKeyValueStore(Tell.STORE);
        try (KeyValueIterator<String, byte[]> all = old.all()) {
            all.forEachRemaining(row -> store.put(row.key, row.value));
        }

        Tell tell = new Tell(
                Samples.settings(Samples.slack("team")),
                (headers, value) -> decoded(value),
                () -> courier = new Slow(),
                AlertObserver.NONE);
        tell.init(context);
        context.scheduledPunctuators()
                .getFirst()
                .getPunctuator()
                .punctuate(Samples.START.plusSeconds(61).toEpochMilli());
        assertThat(courier.carried.keySet()).containsExactly(before);
    }

    @Test
    void closesItsCourierWithItself() {
        start(Samples.slack("team"));
        Slow mine = courier;
        driver.close();
        assertThat(mine.closed).isTrue();
        start(Samples.slack("team"));
    }
}
