package dev.alize.control;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCheck;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.domain.ProcessEvents;
import dev.alize.schemas.ControlCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The operator's side of the commands: gives them, lifts them, and reads which are in force. Used by one thread. */
public final class ControlWriter implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String UNSURE = "unsure";

    private final Connection connection;
    private final String topic;
    private final Serde<Object> serde;
    private final ProcessEvents events;
    private final InstantSource clock;
    private final Producer<String, byte[]> producer;

    private ControlWriter(
            Connection connection, Configuration configuration, ProcessEvents events, InstantSource clock) {
        this(
                connection,
                configuration,
                events,
                clock,
                connection.guarded(() -> new KafkaProducer<>(
                        properties(connection), new StringSerializer(), new ByteArraySerializer())));
    }

    /** @param producer closed with this */
    ControlWriter(
            Connection connection,
            Configuration configuration,
            ProcessEvents events,
            InstantSource clock,
            Producer<String, byte[]> producer) {
        this.connection = connection;
        this.topic = configuration.topics().name(Topic.CONTROL);
        this.serde = Serdes.values(connection, configuration);
        this.events = events;
        this.clock = clock;
        this.producer = producer;
    }

    /**
     * A writer to a topic that is there.
     *
     * @param events told of each command
     * @throws UnreachableException where the cluster does not answer
     * @throws BadInputException where the topic is missing or has more than one partition
     */
    public static ControlWriter open(
            Connection connection, Configuration configuration, ProcessEvents events, InstantSource clock) {
        try (Admin admin = connection.admin()) {
            List<Problem> problems = TopicCheck.check(admin, connection, configuration, List.of(Topic.CONTROL));
            if (!problems.isEmpty()) {
                throw new BadInputException("Topic layout", problems, problems.size());
            }
        }
        return new ControlWriter(connection, configuration, events, clock);
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = connection.of("producer.");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Connection.PATIENCE.toMillis());
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return properties;
    }

    /**
     * Puts a mitigation into force; returns when all replicas have it. What may have been written or not is told to the
     * events as {@code unsure}.
     *
     * @throws UnreachableException where brokers or registry do not answer
     */
    public void give(Mitigation mitigation) {
        write(mitigation.scope(), mitigation.toRecord(), "given", state -> Changes.describe(mitigation, state));
    }

    /** Lifts one, whether it was in force or not. */
    public void lift(Mitigation.Scope scope, String issuedBy) {
        lift(scope, issuedBy, null);
    }

    /** The same, with why; null where nothing is said. */
    public void lift(Mitigation.Scope scope, String issuedBy, @Nullable String reason) {
        write(scope, null, "lifted", state -> {
            Map<String, String> details = new HashMap<>(Map.of("state", state, "issued_by", issuedBy));
            if (reason != null) {
                details.put("why", reason);
            }
            return details;
        });
    }

    private void write(
            Mitigation.Scope scope,
            @Nullable ControlCommand command,
            String done,
            Function<String, Map<String, String>> details) {
        String state = UNSURE;
        try {
            write(scope, command);
            state = done;
        } finally {
            tell(scope, details.apply(state));
        }
    }

    private void tell(Mitigation.Scope scope, Map<String, String> details) {
        events.happened(ControlReader.KIND, scope.target(), scope.command().code(), details);
    }

    private void write(Mitigation.Scope scope, @Nullable ControlCommand command) {
        try {
            RecordHeaders headers = new RecordHeaders();
            byte[] value = command == null ? null : serde.serializer().serialize(topic, headers, command);
            producer.send(new ProducerRecord<>(topic, 0, scope.key(), value, headers))
                    .get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unreachable("the command was not written for sure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("the command was not written for sure", e);
        }
    }

    /**
     * The commands in force now, read from the topic; records that make no sense are passed over.
     *
     * @throws UnreachableException where brokers or registry do not answer
     */
    public ActiveCommands inForce() {
        CommandTable table = new CommandTable();
        long start = System.nanoTime();
        try (Tail tail = Tail.fromStart(connection, topic, (int) LOOK.toMillis())) {
            long end = tail.end();
            while (!tail.hasReached(end)) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw unreachable("the topic could not be read to its end", null);
                }
                for (ConsumerRecord<byte[], byte[]> record : tail.poll(LOOK)) {
                    table.take(serde.deserializer(), record);
                }
            }
        } catch (KafkaException e) {
            throw unreachable("the topic could not be read", e);
        }
        return table.active(clock.instant());
    }

    private UnreachableException unreachable(String what, @Nullable Throwable e) {
        Throwable cause = e == null || e.getCause() == null ? e : e.getCause();
        String got = cause == null ? "no answer in time" : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new UnreachableException(
                "topic " + topic + " at " + connection.brokers() + ": " + what + ": got " + got
                        + "; expected brokers and a registry that answer",
                cause == null ? new TimeoutException() : cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(3));
        serde.close();
    }
}
