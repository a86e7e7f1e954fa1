package dev.alize.control;

import dev.alize.cache.AnswerCache;
import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.domain.ProcessEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Follows the topic of answers for as long as the process lives, from where they are young enough to be given again.
 * Nobody waits for it: what was not read yet is not found. A record that makes no sense is ignored and reported.
 */
public final class AnswerReader implements AutoCloseable {
    static final String KIND = "cache";
    private static final Duration LOOK = Duration.ofMillis(250);
    /** The topic may be full of them, so what is reported is bounded. */
    private static final int MOST_REPORTED = 100;

    private final Connection connection;
    private final String topic;
    private final int partitions;
    private final Duration longest;
    private final Serde<Object> serde;
    private final AnswerTable table;
    private final ProcessEvents events;
    private final InstantSource clock;
    private final Sessions sessions;
    private int reported;

    private AnswerReader(
            Connection connection,
            Configuration configuration,
            AnswerCache cache,
            ProcessEvents events,
            InstantSource clock) {
        this.connection = connection;
        this.topic = configuration.topics().name(Topic.CACHE);
        this.partitions = configuration.topics().partitions(Topic.CACHE);
        this.longest = configuration.cache().longest();
        this.serde = Serdes.values(connection, configuration);
        this.table = new AnswerTable(cache);
        this.events = events;
        this.clock = clock;
        this.sessions = new Sessions("alize-cache", this::follow);
    }

    /**
     * Starts to follow; returns at once.
     *
     * @param events told of records that are ignored
     * @throws dev.alize.client.UnreachableException where the serde cannot be made
     */
    public static AnswerReader start(
            Connection connection,
            Configuration configuration,
            AnswerCache cache,
            ProcessEvents events,
            InstantSource clock) {
        AnswerReader reader = new AnswerReader(connection, configuration, cache, events, clock);
        reader.sessions.start();
        return reader;
    }

    /** Each session reads from the start again; what was kept before stays. */
    private void follow(Sessions running) {
        long since = Math.max(0, clock.millis() - longest.toMillis());
        try (Tail tail = Tail.since(connection, topic, partitions, since, (int) LOOK.toMillis())) {
            while (!running.isStopped()) {
                for (ConsumerRecord<byte[], byte[]> record : tail.poll(LOOK)) {
                    table.take(serde.deserializer(), record).ifPresent(problem -> report(record, problem));
                }
            }
        }
    }

    private void report(ConsumerRecord<byte[], byte[]> record, String problem) {
        if (reported < MOST_REPORTED) {
            reported++;
            events.happened(
                    KIND,
                    null,
                    "bad_answer",
                    Map.of(
                            "partition", Integer.toString(record.partition()),
                            "offset", Long.toString(record.offset()),
                            "problem", problem));
        }
    }

    @Override
    public void close() {
        sessions.close();
        serde.close();
    }
}
