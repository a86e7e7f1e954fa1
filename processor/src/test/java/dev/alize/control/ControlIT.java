package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Connection;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.ProcessEvents;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.EmbeddedStack;
import dev.alize.embedded.SharedStack;
import dev.alize.schemas.GroupUse;
import dev.alize.schemas.ShareBeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands and shares on a real broker. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class ControlIT {
    /** One of its own: what is commanded and read here is on topics that every instance follows. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedStack stack;

    @BeforeAll
    static void startStack() {
        stack = EmbeddedStack.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    private static final InstantSource CLOCK = InstantSource.system();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ProcessEvents events = (kind, target, reason, details) ->
            told.add(reason + " " + target + " " + details.getOrDefault("state", ""));

    private Configuration configuration;
    private Connection connection;

    @BeforeEach
    void createTopics() {
        configuration = new ConfigurationReader()
                .parse("control", """
                        providers:
                          targets:
                            - {id: primary, provider: mistral, model: mistral-small-latest}
                        topics:
                          prefix: "%s"
                          partitions: 3
                        """.formatted(SharedStack.freshPrefix()))
                .withKafka(Map.of(
                        "bootstrap.servers", stack.bootstrapServers(), "schema.registry.url", stack.registryUrl()));
        connection = Connection.of(configuration, Environment.ofProcess());
        TopicCreation.create(connection, configuration, false);
    }

    private ControlReader reader() {
        return ControlReader.start(
                connection, configuration, new ControlReader.Surroundings(events, active -> {}, CLOCK));
    }

    private static Mitigation pause(String target, Instant expiresAt) {
        return new Mitigation(
                new Mitigation.Scope(Command.PAUSE, target), 0, expiresAt, "test", CLOCK.instant(), "a test");
    }

    private static ConditionFactory within(Duration time) {
        return Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(20));
    }

    @Test
    void aCommandIsInForceWithinTwoSecondsAndAfterARestartUntilItIsLiftedOrExpires() {
        try (ControlWriter writer = ControlWriter.open(connection, configuration, events, CLOCK)) {
            assertThat(writer.inForce()).isEqualTo(ActiveCommands.NONE);
            try (ControlReader reader = reader()) {
                writer.give(pause("primary", CLOCK.instant().plusSeconds(3_600)));
                within(Duration.ofSeconds(2))
                        .until(() -> reader.active().targets(Command.PAUSE).contains("primary"));
            }
            writer.give(pause("short", CLOCK.instant().plusSeconds(4)));
            assertThat(writer.inForce().targets(Command.PAUSE)).containsExactlyInAnyOrder("primary", "short");
            try (ControlReader again = reader()) {
                assertThat(again.active().targets(Command.PAUSE)).contains("primary", "short");
                within(Duration.ofSeconds(6))
                        .until(() -> !again.active().targets(Command.PAUSE).contains("short"));
                writer.lift(new Mitigation.Scope(Command.PAUSE, "primary"), "test");
                within(Duration.ofSeconds(2)).until(() -> again.active().equals(ActiveCommands.NONE));
            }
        }
        assertThat(told)
                .contains(
                        "pause primary given",
                        "pause primary in_force",
                        "pause short in_force",
                        "pause short lapsed",
                        "pause primary lifted");
    }

    @Test
    void aBadRecordIsIgnoredAndReported() {
        write("pause/primary", "no avro".getBytes(StandardCharsets.UTF_8));
        try (ControlWriter writer = ControlWriter.open(connection, configuration, events, CLOCK);
                ControlReader reader = reader()) {
            assertThat(reader.active()).isEqualTo(ActiveCommands.NONE);
            assertThat(told).containsExactly("bad_command null ");
            writer.give(pause("primary", CLOCK.instant().plusSeconds(3_600)));
            within(Duration.ofSeconds(2))
                    .until(() -> reader.active().of(Command.PAUSE, "primary").isPresent());
        }
    }

    private void write(String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(connection.of("producer."), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(configuration.topics().name(Topic.CONTROL), key, value));
        }
    }

    /** Counts its beats, and keeps what it hears. */
    private static final class Instance implements ShareGossip {
        private final long start;
        private long number;
        final List<Long> returned = new CopyOnWriteArrayList<>();
        final List<ShareBeat> heard = new CopyOnWriteArrayList<>();

        Instance(long start) {
            this.start = start;
        }

        @Override
        public ShareBeat next(long nowNanos) {
            Map<String, GroupUse> groups = new HashMap<>(Map.of("group", new GroupUse(0.5, 1.0)));
            return new ShareBeat("node-" + start, start, ++number, 2, 3, groups, false);
        }

        @Override
        public void returned(long beat, long nowNanos) {
            returned.add(beat);
        }

        @Override
        public void heard(ShareBeat beat, long nowNanos) {
            heard.add(beat);
            if (heard.size() == 1) {
                throw new IllegalArgumentException("a receiver that fails");
            }
        }
    }

    @Test
    void instancesHearEachOtherAndThatOneLeaves() {
        Instance one = new Instance(1);
        Instance two = new Instance(2);
        try (ShareExchange first = ShareExchange.start(connection, configuration, one, System::nanoTime)) {
            try (ShareExchange second = ShareExchange.start(connection, configuration, two, System::nanoTime)) {
                within(Duration.ofSeconds(20)).until(() -> one.heard.size() >= 3 && two.heard.size() >= 3);
                assertThat(one.returned).isNotEmpty().isSorted().doesNotHaveDuplicates();
                assertThat(second).isNotSameAs(first);
            }
            within(Duration.ofSeconds(2)).until(() -> one.heard.getLast().getLeaving());
        }
        assertThat(one.heard).allMatch(beat -> beat.getStart() == 2);
        assertThat(two.heard).allMatch(beat -> beat.getStart() == 1);
    }

    @Test
    void whatHappenedToAProcessIsOnTheAuditTopic() {
        ProcessAudit.Origin origin = new ProcessAudit.Origin("node-1", () -> "v1", CLOCK, null);
        ProcessAudit audit = ProcessAudit.open(connection, configuration, origin);
        audit.happened("breaker", "primary", "half_open", Map.of("from", "open"));
        audit.close();
        assertThat(audit.dropped()).as("taken by the broker").isZero();
    }
}
