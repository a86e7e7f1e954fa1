package dev.alize.control;

import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.domain.ProcessEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic of commands for as long as the process lives. {@link #active} is what is in force as far as it was
 * read; while the broker is away that stays, and expires. A record that makes no sense is ignored and reported.
 *
 * <p>One thread reads and calls the listener and the events; everything else may be called by any.
 */
public final class ControlReader implements AutoCloseable {
    static final String KIND = "control";
    private static final Logger log = LoggerFactory.getLogger(ControlReader.class);
    /** A command counts at most so long after it was written, and after its expiry. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Duration FIRST_READING = Duration.ofSeconds(10);
    /** Records can name any command, so what was reported is bounded. */
    private static final int MOST_REPORTED = 100;

    private final Connection connection;
    private final String topic;
    private final Serde<Object> serde;
    private final Surroundings surroundings;
    private final Sessions sessions;
    private final CountDownLatch read = new CountDownLatch(1);
    private final Set<String> reported = new HashSet<>();
    private volatile ActiveCommands active = ActiveCommands.NONE;

    /**
     * What the reader works with.
     *
     * @param events told when a command comes into force on this instance, or ceases to be
     * @param listener told of each change, after {@link #active} has it; must not block
     * @param clock says what has expired
     */
    public record Surroundings(ProcessEvents events, Consumer<ActiveCommands> listener, InstantSource clock) {}

    private ControlReader(Connection connection, Configuration configuration, Surroundings surroundings) {
        this.connection = connection;
        this.topic = configuration.topics().name(Topic.CONTROL);
        this.serde = Serdes.values(connection, configuration);
        this.surroundings = surroundings;
        this.sessions = new Sessions("alize-control", this::follow);
    }

    /**
     * Starts to follow; returns when everything that was written before has been read, but after 10 s at the latest.
     *
     * @throws dev.alize.client.UnreachableException where the serde cannot be made
     */
    public static ControlReader start(Connection connection, Configuration configuration, Surroundings surroundings) {
        ControlReader reader = new ControlReader(connection, configuration, surroundings);
        reader.sessions.start();
        reader.awaitFirstReading();
        return reader;
    }

    private void awaitFirstReading() {
        try {
            if (!read.await(FIRST_READING.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().addKeyValue("topic", topic).log("The commands could not be read yet; none is in force");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is in force now, at most a quarter of a second old while the broker answers. */
    public ActiveCommands active() {
        return active;
    }

    /** Each session reads from the start; what was known before stays in force until it has caught up. */
    private void follow(Sessions running) {
        CommandTable table = new CommandTable();
        try (Tail tail = Tail.fromStart(connection, topic, (int) LOOK.toMillis())) {
            long end = tail.end();
            boolean caughtUp = false;
            while (!running.isStopped()) {
                caughtUp = caughtUp || tail.hasReached(end);
                if (caughtUp) {
                    publish(table.active(surroundings.clock().instant()));
                    read.countDown();
                }
                for (ConsumerRecord<byte[], byte[]> record : tail.poll(LOOK)) {
                    table.take(serde.deserializer(), record).ifPresent(ignored -> report(record, ignored));
                }
            }
        }
    }

    private void report(ConsumerRecord<byte[], byte[]> record, CommandTable.Ignored ignored) {
        Map<String, String> details = new HashMap<>(Map.of("offset", Long.toString(record.offset())));
        String reason = switch (ignored) {
            case CommandTable.Ignored.Unknown unknown -> {
                details.put("command", unknown.command());
                yield "unknown_command";
            }
            case CommandTable.Ignored.Bad bad -> {
                details.put("problem", bad.problem());
                yield "bad_command";
            }
        };
        String once =
                ignored instanceof CommandTable.Ignored.Unknown ? ignored.toString() : "offset " + record.offset();
        if (reported.size() < MOST_REPORTED && reported.add(once)) {
            surroundings.events().happened(KIND, null, reason, details);
        }
    }

    private void publish(ActiveCommands now) {
        ActiveCommands before = active;
        if (now.equals(before)) {
            return;
        }
        active = now;
        Changes.between(before, now, surroundings.clock().instant())
                .forEach(change -> surroundings
                        .events()
                        .happened(KIND, change.target(), change.command().code(), change.details()));
        try {
            surroundings.listener().accept(now);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A listener of commands failed");
        }
    }

    @Override
    public void close() {
        sessions.close();
        serde.close();
    }
}
