package dev.alize.trail;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCheck;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.serde.AvroSerde;
import dev.alize.schemas.serde.SchemaRef;
import dev.alize.schemas.serde.WriterSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;

/**
 * The audit trail on its topic. Each thread, up to one per processor, reads a partition at a time with a consumer of its
 * own, which belongs to no group; memory is bounded by what a consumer fetches at once. Of a partition it reads from the
 * first record of the window on, until the times of {@link PartitionRead#BEYOND} records in a row lie more than
 * {@link #MARGIN} behind the window, or the end: so records may be out of order by a minute, and a wrong clock hides
 * nothing.
 */
public final class KafkaTrail implements Trail {
    /** How far the times of records may be out of order. */
    public static final Duration MARGIN = Duration.ofMinutes(1);

    private final Connection connection;
    private final Configuration configuration;
    private final String topic;
    private final String sealsTopic;
    private final int partitions;

    private volatile int mostThreads = Runtime.getRuntime().availableProcessors();

    /** Where the last reading ended, by partition. */
    private volatile Map<Integer, Long> ends = Map.of();

    /** A consumer between two readings: making one, and its first question to the brokers, is most of a short reading. */
    private final Spare<Pipe> spare;

    private KafkaTrail(Connection connection, Configuration configuration, int partitions, Pipe pipe) {
        this.connection = connection;
        this.configuration = configuration;
        this.topic = configuration.topics().name(Topic.AUDIT);
        this.sealsTopic = configuration.topics().name(Topic.AUDIT_CHECKPOINTS);
        this.partitions = partitions;
        this.spare = new Spare<>(pipe, () -> new Pipe(connection, topic), Pipe::close);
    }

    /**
     * The trail of a gateway.
     *
     * @throws UnreachableException where the cluster does not answer
     * @throws BadInputException where the audit topic does not exist
     */
    public static KafkaTrail open(Connection connection, Configuration configuration) {
        String topic = configuration.topics().name(Topic.AUDIT);
        Pipe pipe = new Pipe(connection, topic);
        try {
            int partitions = connection.answered(pipe::partitions);
            if (partitions == 0) {
                throw new BadInputException(
                        "Topic layout",
                        new Problem("topic " + topic, "no such topic", "one that: alize topics create made"));
            }
            return new KafkaTrail(connection, configuration, partitions, pipe);
        } catch (RuntimeException e) {
            pipe.close();
            throw e;
        }
    }

    /**
     * Readings take so many threads at most, which leaves the other processors to others.
     *
     * @param threads 1 or more
     */
    public void useAtMost(int threads) {
        mostThreads = threads;
    }

    @Override
    public long read(Window window, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        return read(Extent.of(window), visitor, progress);
    }

    @Override
    public long read(Extent extent, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        List<Integer> wanted = extent.partition() == null
                ? IntStream.range(0, partitions).boxed().toList()
                : List.of(extent.partition());
        return guarded(topic, () -> {
            Reach reach;
            Pipe pipe = spare.borrow();
            try {
                reach = Reach.of(pipe, wanted, extent.window());
                ends = reach.ends();
            } finally {
                spare.giveBack(pipe);
            }
            return read(extent, reach, visitor, new Meter(reach.expected(), progress));
        });
    }

    private long read(Extent extent, Reach reach, Visitor visitor, Meter meter) throws InterruptedException {
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>(reach.partitions());
        AtomicLong taken = new AtomicLong();
        int threads = Math.min(mostThreads, Math.max(1, reach.partitions().size()));
        Crew.run(threads, "alize-trail", stop -> {
            Pipe pipe = spare.borrow();
            try (Serde<Object> serde = Serdes.values(connection, configuration)) {
                Decode decode = new Decode(extent.bytesOnly() ? null : serde.deserializer());
                Integer partition;
                while ((partition = queue.poll()) != null && !stop.getAsBoolean()) {
                    PartitionRead part = new PartitionRead(pipe, extent, decode, visitor);
                    taken.addAndGet(part.read(partition, reach, meter, stop));
                }
            } finally {
                spare.giveBack(pipe);
            }
        });
        return taken.get();
    }

    @Override
    public void checkpoints(Consumer<AuditCheckpoint> each) throws InterruptedException {
        seals(seal -> Optional.ofNullable(seal.checkpoint()).ifPresent(each));
    }

    /** None where there is no such topic: a trail that was never sealed. */
    @Override
    public void seals(Consumer<SealEntry> each) throws InterruptedException {
        int there = sealPartitions();
        guarded(sealsTopic, () -> {
            try (Pipe pipe = new Pipe(connection, sealsTopic);
                    Serde<Object> serde = Serdes.values(connection, configuration)) {
                Reach reach = Reach.all(pipe, IntStream.range(0, there).boxed().toList());
                for (int partition : reach.partitions()) {
                    pipe.seek(partition, reach.begin(partition));
                    while (pipe.position() < reach.end(partition)) {
                        for (ConsumerRecord<byte[], byte[]> record : pipe.poll()) {
                            each.accept(new SealEntry(
                                    record.partition(),
                                    record.offset(),
                                    Serdes.decode(serde.deserializer(), AuditCheckpoint.class, record)
                                            .orElse(null)));
                        }
                    }
                }
                return 0L;
            }
        });
    }

    /**
     * Hands out a way to find the schema that a value was written with; it asks the registry once for each.
     *
     * @throws UnreachableException where the registry does not answer
     */
    public <T> T withSchemas(SchemaUse<T> use) throws InterruptedException {
        try (AvroSerde<Object> serde = new AvroSerde<>()) {
            serde.configure(connection.registry(), false);
            WriterSchemas schemas = serde.writerSchemas();
            return use.with(reference -> {
                schemas.load(reference);
                return schemas.schema(reference);
            });
        } catch (KafkaException e) {
            throw new UnreachableException(reason(e) + "; expected a schema registry that answers", e);
        }
    }

    /** Needs schemas for a while. */
    public interface SchemaUse<T> {
        T with(Function<SchemaRef, Optional<Schema>> schemas) throws InterruptedException;
    }

    /** How long the topic keeps its records, as the brokers say; empty where it is for good. */
    public Optional<Duration> retention() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = connection.admin()) {
            Config found = connection
                    .await(admin.describeConfigs(List.of(resource)).all())
                    .get(resource);
            ConfigEntry entry = found == null ? null : found.get(TopicConfig.RETENTION_MS_CONFIG);
            long ms = entry == null ? -1 : Long.parseLong(entry.value());
            return ms < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(ms));
        }
    }

    /**
     * Brings what was written since the last reading, and goes on until the visitor or an interrupt ends it; entries come
     * on this thread.
     */
    public void follow(Visitor visitor) throws InterruptedException {
        guarded(topic, () -> {
            try (Pipe pipe = new Pipe(connection, topic);
                    Serde<Object> serde = Serdes.values(connection, configuration)) {
                Decode decode = new Decode(serde.deserializer());
                pipe.behind(IntStream.range(0, partitions).boxed().toList(), ends);
                while (!Thread.currentThread().isInterrupted()) {
                    for (ConsumerRecord<byte[], byte[]> record : pipe.next()) {
                        visitor.visit(decode.entry(record));
                    }
                }
                return 0L;
            }
        });
    }

    private int sealPartitions() {
        try (Admin admin = connection.admin()) {
            Map<String, Integer> found = TopicCheck.partitions(admin, connection, List.of(sealsTopic));
            return found.getOrDefault(sealsTopic, 0);
        }
    }

    @Override
    public int partitions() {
        return partitions;
    }

    /** A reading that was interrupted may still end its consumer then, in the background. */
    @Override
    public void close() {
        spare.close();
    }

    private interface Reading {
        long run() throws InterruptedException;
    }

    private long guarded(String read, Reading reading) throws InterruptedException {
        try {
            return reading.run();
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("interrupted while reading " + read).initCause(e);
        } catch (KafkaException e) {
            throw new UnreachableException(
                    "topic " + read + " at " + connection.brokers() + ": got " + reason(e)
                            + "; expected brokers and a schema registry that answer",
                    e);
        }
    }

    private static String reason(KafkaException e) {
        Throwable cause = e.getCause() instanceof KafkaException inner ? inner : e;
        return String.valueOf(cause.getMessage());
    }

    /** When something is, at the latest, that a window may still hold. */
    static Instant latest(Window window) {
        return window.to().isAfter(Instant.MAX.minus(MARGIN))
                ? Instant.MAX
                : window.to().plus(MARGIN);
    }
}
