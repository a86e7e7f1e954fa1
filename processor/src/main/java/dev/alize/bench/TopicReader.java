package dev.alize.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads all that is committed in a topic, from its start, on a thread of its own, as soon as it is visible. */
final class TopicReader implements AutoCloseable {
    /** Takes a record; called on the reader's thread. */
    interface Listener {
        /**
         * Takes one record.
         *
         * @param nanos {@link System#nanoTime()} right after the poll that brought it
         */
        void read(ConsumerRecord<byte[], byte[]> record, long nanos);
    }

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final List<TopicPartition> partitions;
    private final Map<String, Object> properties;
    private final Listener listener;
    private final AtomicLongArray positions;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    /** Of a topic with as many partitions as that of the requests. */
    TopicReader(String bootstrapServers, String topic, Listener listener) {
        this(bootstrapServers, topic, ProcessorConfig.PARTITIONS, listener);
    }

    TopicReader(String bootstrapServers, String topic, int count, Listener listener) {
        this.bootstrapServers = bootstrapServers;
        this.positions = new AtomicLongArray(count);
        this.partitions = IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "fetch.min.bytes",
                1,
                "fetch.max.wait.ms",
                10,
                "max.poll.records",
                5_000);
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("reader-" + topic).start(this::run);
    }

    private void run() {
        try (var consumer = consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                records.forEach(record -> listener.read(record, now));
                partitions.forEach(partition -> positions.set(partition.partition(), consumer.position(partition)));
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Waits until everything is read that is there now, markers and aborted records included.
     *
     * @throws IllegalStateException where a transaction stays open, or reading failed
     */
    void awaitEnd() throws InterruptedException {
        Map<TopicPartition, Long> ends = Offsets.ends(bootstrapServers, partitions, IsolationLevel.READ_UNCOMMITTED);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ends.entrySet().stream()
                .allMatch(entry -> positions.get(entry.getKey().partition()) >= entry.getValue())) {
            check();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("%s: read up to %s, expected %s after %d s; is a transaction open?"
                        .formatted(partitions.getFirst().topic(), positions, ends, PATIENCE.toSeconds()));
            }
            thread.join(POLL);
        }
        check();
    }

    /** @throws IllegalStateException where reading failed */
    void check() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("Reading " + partitions.getFirst().topic() + " failed: " + thrown, thrown);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
