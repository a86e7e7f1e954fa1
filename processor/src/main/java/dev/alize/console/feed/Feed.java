package dev.alize.console.feed;

import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.control.Sessions;
import dev.alize.control.Tail;
import dev.alize.schemas.Incident;
import dev.alize.schemas.UsageRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;

/** Follows the topics of usage and of incidents for as long as the console lives, each on a thread of its own. */
public final class Feed implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Connection connection;
    private final Configuration configuration;
    private final InstantSource clock;
    private final Sessions usageSessions = new Sessions("alize-console-usage", this::followUsage);
    private final Sessions incidentSessions = new Sessions("alize-console-incidents", this::followIncidents);
    private volatile UsageBook usage = new UsageBook();
    private volatile IncidentBook incidents = new IncidentBook();

    private Feed(Connection connection, Configuration configuration, InstantSource clock) {
        this.connection = connection;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Starts to follow; returns at once. */
    public static Feed start(Connection connection, Configuration configuration, InstantSource clock) {
        Feed feed = new Feed(connection, configuration, clock);
        feed.usageSessions.start();
        feed.incidentSessions.start();
        return feed;
    }

    /** What is known of usage. */
    public UsageBook usage() {
        return usage;
    }

    /** What is known of incidents. */
    public IncidentBook incidents() {
        return incidents;
    }

    /** Each session reads anew; what was known before stays until it has caught up. */
    private void followUsage(Sessions running) {
        UsageBook book = usage.revision() == 0 ? usage : new UsageBook();
        String topic = configuration.topics().name(Topic.USAGE);
        int partitions = configuration.topics().partitions(Topic.USAGE);
        long since = Math.max(0, clock.millis() - UsageBook.KEPT_MS);
        try (Serde<Object> serde = Serdes.values(connection, configuration);
                Tail tail = Tail.since(connection, topic, partitions, since, (int) LOOK.toMillis())) {
            Map<Integer, Long> ends = tail.ends();
            while (!running.isStopped()) {
                if (book != usage && tail.hasReached(ends)) {
                    usage = book;
                }
                for (ConsumerRecord<byte[], byte[]> record : tail.poll(LOOK)) {
                    boolean isFirst = record.offset() < ends.getOrDefault(record.partition(), 0L);
                    if (record.key() != null && record.value() != null) {
                        Serdes.decode(serde.deserializer(), UsageRow.class, record)
                                .ifPresent(row ->
                                        book.take(record.partition(), record.timestamp(), record.key(), row, isFirst));
                    }
                }
            }
        }
    }

    private void followIncidents(Sessions running) {
        IncidentBook book = incidents.revision() == 0 ? incidents : new IncidentBook();
        String topic = configuration.topics().name(Topic.INCIDENTS);
        try (Serde<Object> serde = Serdes.values(connection, configuration);
                Tail tail = Tail.since(connection, topic, 1, 0, (int) LOOK.toMillis())) {
            Map<Integer, Long> ends = tail.ends();
            while (!running.isStopped()) {
                if (book != incidents && tail.hasReached(ends)) {
                    incidents = book;
                }
                tail.poll(LOOK).forEach(record -> take(book, serde, record));
            }
        }
    }

    private void take(IncidentBook book, Serde<Object> serde, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            Serdes.decode(serde.deserializer(), Incident.class, record).ifPresent(book::take);
        } else if (record.key() != null) {
            book.remove(new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        usageSessions.close();
        incidentSessions.close();
    }
}
