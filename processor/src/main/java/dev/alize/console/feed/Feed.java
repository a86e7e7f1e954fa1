package dev.alize.console.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;

/** Follows the topics of usage and of incidents for as long as the console lives, each on a thread of its own. */
public final class Feed implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** A broker is asked so often, for it says nothing while there is nothing to read. */
    private static final long ASK_EVERY_MS = 5_000;

    private final Connection connection;
    private final Configuration configuration;
    private final InstantSource clock;
    private final Sessions usageSessions = new Sessions("alize-console-usage", this::followUsage);
    private final Sessions incidentSessions = new Sessions("alize-console-incidents", this::followIncidents);
    private final Reading<UsageBook> usage = new Reading<>();
    private final Reading<IncidentBook> incidents = new Reading<>();

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

    /** What is known of usage; empty until it was read to the end once. */
    public Optional<UsageBook> usage() {
        return usage.book();
    }

    /** What is known of incidents; empty until they were read to the end once. */
    public Optional<IncidentBook> incidents() {
        return incidents.book();
    }

    /** Member {@code feed} of the state. */
    public ObjectNode json(long nowMs) {
        return json(List.of(usage, incidents), nowMs);
    }

    /** Ready where all are; heard as long ago as the one that heard longest ago, null where one never heard. */
    static ObjectNode json(List<Reading<?>> readings, long nowMs) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("ready", readings.stream().allMatch(each -> each.book().isPresent()));
        List<OptionalLong> silences =
                readings.stream().map(each -> each.silence(nowMs)).toList();
        boolean isKnown = silences.stream().allMatch(OptionalLong::isPresent);
        long longest =
                silences.stream().flatMapToLong(OptionalLong::stream).max().orElse(0);
        return node.put("seconds_since_heard", isKnown ? Long.valueOf(longest / 1_000) : null);
    }

    /** Each session reads anew; what was known before stays until it has caught up. */
    private void followUsage(Sessions running) {
        UsageBook book = new UsageBook(clock);
        String topic = configuration.topics().name(Topic.USAGE);
        int partitions = configuration.topics().partitions(Topic.USAGE);
        long since = Math.max(0, clock.millis() - UsageBook.KEPT_MS);
        try (Serde<Object> serde = Serdes.values(connection, configuration);
                Tail tail = Tail.since(connection, topic, partitions, since, (int) LOOK.toMillis())) {
            Map<Integer, Long> ends = tail.ends();
            follow(running, usage, book, tail, ends, record -> {
                boolean isFirst = record.offset() < ends.getOrDefault(record.partition(), 0L);
                if (record.key() != null && record.value() != null) {
                    Serdes.decode(serde.deserializer(), UsageRow.class, record)
                            .ifPresent(row ->
                                    book.take(record.partition(), record.timestamp(), record.key(), row, isFirst));
                }
            });
        }
    }

    private void followIncidents(Sessions running) {
        IncidentBook book = new IncidentBook();
        String topic = configuration.topics().name(Topic.INCIDENTS);
        try (Serde<Object> serde = Serdes.values(connection, configuration);
                Tail tail = Tail.since(connection, topic, 1, 0, (int) LOOK.toMillis())) {
            follow(running, incidents, book, tail, tail.ends(), record -> take(book, serde, record));
        }
    }

    private <T> void follow(
            Sessions running,
            Reading<T> reading,
            T book,
            Tail tail,
            Map<Integer, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long heard = clock.millis();
        reading.heard(heard);
        while (!running.isStopped()) {
            if (!reading.knows(book) && tail.hasReached(ends)) {
                reading.hasRead(book);
            }
            tail.poll(LOOK).forEach(each);
            long now = clock.millis();
            if (now - heard >= ASK_EVERY_MS || now < heard) {
                tail.ends();
                heard = clock.millis();
                reading.heard(heard);
            }
        }
    }

    private static void take(IncidentBook book, Serde<Object> serde, ConsumerRecord<byte[], byte[]> record) {
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
