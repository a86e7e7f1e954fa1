package dev.alize.erasure;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCheck;
import dev.alize.client.TopicLayout;
import dev.alize.client.TopicLayout.Plan;
import dev.alize.client.TopicScan;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Erasure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** One order to forget, from the key to the report. Used by one thread. */
public final class Forgetting {
    private static final String KIND = "forgotten";
    private static final String ID = "erasure";

    /** What holds texts, in the order in which a record of one lets those of the next be recognised. */
    private static final List<Topic> TEXTS = List.of(
            Topic.REQUESTS, Topic.REQUESTS_INTERACTIVE, Topic.DEAD_LETTERS, Topic.RESPONSES, Topic.CHUNKS, Topic.CACHE);

    private final Connection connection;
    private final Configuration configuration;
    private final Environment environment;
    private final Order order;

    /**
     * What is ordered.
     *
     * @param id tells it from all other orders
     * @param issuedBy name of a user or of a tool
     * @param atMost how long the partitions may take to say that they have forgotten
     */
    public record Order(Subject subject, String id, String issuedBy, Duration atMost, InstantSource clock) {}

    public Forgetting(Connection connection, Configuration configuration, Environment environment, Order order) {
        this.connection = connection;
        this.configuration = configuration;
        this.environment = environment;
        this.order = order;
    }

    /**
     * Orders, waits, removes and looks what is left.
     *
     * @throws BadInputException where there is no key, or a topic is missing; nothing was ordered then
     * @throws dev.alize.client.UnreachableException where brokers or registry do not answer
     */
    public Erased run() {
        byte[] hash = order.subject().hash(configuration, environment);
        try (Admin admin = connection.admin();
                Serde<Object> serde = Serdes.values(connection, configuration)) {
            check(admin);
            try (Orders orders = new Orders(connection, configuration, serde)) {
                Instant at = order.clock().instant();
                orders.give(new Erasure(order.id(), ByteBuffer.wrap(hash), at, order.issuedBy()));
                Set<Integer> confirmed = confirmed(serde, at);
                return report(admin, serde, orders, confirmed.size());
            }
        }
    }

    /** Those of tenants among them, whoever the subject's tenant is. */
    private List<Plan> topics(List<Topic> roles) {
        return roles.stream()
                .flatMap(role -> TopicLayout.of(configuration, role).stream())
                .toList();
    }

    private void check(Admin admin) {
        List<Plan> needed = Stream.concat(topics(TEXTS).stream(), topics(List.of(Topic.ERASURES, Topic.AUDIT)).stream())
                .toList();
        List<Problem> problems = TopicCheck.check(admin, connection, needed);
        if (!problems.isEmpty()) {
            throw new BadInputException("Topic layout", problems, problems.size());
        }
    }

    private TopicScan scan(Plan topic) {
        return TopicScan.of(connection, topic.name(), topic.partitions());
    }

    /** The partitions that have forgotten. */
    private Set<Integer> confirmed(Serde<Object> serde, Instant since) {
        Set<Integer> confirmed = new HashSet<>();
        int all = configuration.topics().partitions(Topic.ERASURES);
        try (TopicScan audit = scan(topics(List.of(Topic.AUDIT)).getFirst())) {
            audit.follow(
                    since,
                    record -> {
                        Serdes.decode(serde.deserializer(), AuditEvent.class, record)
                                .filter(event -> event.getKind().equals(KIND)
                                        && order.id().equals(event.getDetails().get(ID)))
                                .ifPresent(event -> confirmed.add(record.partition()));
                        return confirmed.size() == all;
                    },
                    order.atMost());
        }
        return confirmed;
    }

    private Erased report(Admin admin, Serde<Object> serde, Orders orders, int confirmed) {
        List<Plan> topics = topics(TEXTS);
        Set<String> changelogs = Settings.changelogs(
                admin, connection, configuration.processing().streams().applicationId());
        Set<String> names = new TreeSet<>(changelogs);
        topics.forEach(topic -> names.add(topic.name()));
        Settings settings = Settings.of(admin, connection, names);
        Held held = new Held(order.subject());
        List<Holding> holdings = new ArrayList<>();
        long unreadable = 0;
        for (Plan topic : topics) {
            String owner = configuration.tenants().owner(topic.name()).orElse(null);
            Count count = new Count(topic.topic(), owner, serde, held, orders);
            try (TopicScan scan = scan(topic)) {
                scan.read(null, count::take);
            }
            unreadable += topic.topic() == Topic.DEAD_LETTERS ? count.unreadable : 0;
            holdings.add(new Holding(
                    topic.topic().key(),
                    topic.name(),
                    count.records,
                    count.last,
                    settings.retention(topic.name()),
                    count.removed));
        }
        orders.finish();
        int partitions = configuration.topics().partitions(Topic.ERASURES);
        return new Erased(order.id(), partitions, confirmed, holdings, settings.changelogs(changelogs), unreadable);
    }

    /** Of one topic. */
    private static final class Count {
        private final Topic topic;
        private final @Nullable String owner;
        private final Serde<Object> serde;
        private final Held held;
        private final Orders orders;
        private long records;
        private long removed;
        private long unreadable;
        private @Nullable Instant last;

        Count(Topic topic, @Nullable String owner, Serde<Object> serde, Held held, Orders orders) {
            this.topic = topic;
            this.owner = owner;
            this.serde = serde;
            this.held = held;
            this.orders = orders;
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                return;
            }
            Object value =
                    Serdes.decode(serde.deserializer(), Object.class, record).orElse(null);
            if (value == null) {
                unreadable++;
            } else if (held.isOfSubject(value, owner)) {
                records++;
                Instant at = Instant.ofEpochMilli(record.timestamp());
                last = last == null || at.isAfter(last) ? at : last;
                if (topic == Topic.CACHE && record.key() != null) {
                    orders.remove(record.topic(), record.partition(), record.key());
                    removed++;
                }
            }
        }
    }
}
