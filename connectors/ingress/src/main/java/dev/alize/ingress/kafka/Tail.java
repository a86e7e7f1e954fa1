package dev.alize.ingress.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads all partitions of some topics from their ends on, and goes on where it was when it lost the
 * brokers. Topics and partitions that are added later are read from their start.
 */
final class Tail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    /** After which a topic that may not be read is tried again. */
    private static final long REFUSED_NANOS = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final Topics topics;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final Reader reader;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    /** Topics that may not be read, and when that was seen. */
    private final Map<String, Long> refused = new HashMap<>();

    private final CompletableFuture<Map<TopicPartition, Long>> begun = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean reading;

    /**
     * What is read.
     *
     * @param usual without which nothing is; the others may be missing, and may be made later
     */
    record Topics(String usual, Supplier<Set<String>> others) {
        Set<String> all() {
            Set<String> all = new LinkedHashSet<>();
            all.add(usual);
            all.addAll(others.get());
            return all;
        }
    }

    /** Takes what one poll brought, on the tail's thread. */
    interface Reader {
        /** Throws only where the same records are to be read again, later. */
        void read(ConsumerRecords<byte[], byte[]> records);
    }

    Tail(String name, Topics topics, Supplier<Consumer<byte[], byte[]>> clients, Reader reader) {
        this.name = name;
        this.topics = topics;
        this.clients = clients;
        this.reader = reader;
        this.thread = Thread.ofPlatform().name("ingress-" + name).start(this::run);
    }

    /** The ends from which on it reads, once it does. */
    CompletableFuture<Map<TopicPartition, Long>> begun() {
        return begun;
    }

    /** Whether it has begun, and its last reading did not fail. */
    boolean isReading() {
        return reading;
    }

    private void run() {
        while (stop.getCount() > 0) {
            try (Consumer<byte[], byte[]> consumer = clients.get()) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.atDebug().addKeyValue("tail", name).log("Woken up");
            } catch (RuntimeException e) {
                reading = false;
                LOG.atWarn()
                        .addKeyValue("tail", name)
                        .addKeyValue("reason", e.getMessage())
                        .setCause(e instanceof KafkaException ? null : e)
                        .log("A topic cannot be read, trying again");
                pause();
            } finally {
                current = null;
            }
        }
    }

    private void pause() {
        try {
            stop.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        assign(consumer);
        long looked = System.nanoTime();
        while (stop.getCount() > 0) {
            ConsumerRecords<byte[], byte[]> records = poll(consumer);
            if (!records.isEmpty()) {
                reader.read(records);
                for (TopicPartition partition : records.partitions()) {
                    next.put(partition, last(records.records(partition)) + 1);
                }
            }
            reading = true;
            if (System.nanoTime() - looked > LOOK_NANOS) {
                looked = System.nanoTime();
                if (!consumer.assignment().containsAll(partitions(consumer))) {
                    assign(consumer);
                }
            }
        }
    }

    /** A topic of a tenant that may not be read must not hold up the others. */
    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(POLL);
        } catch (TopicAuthorizationException e) {
            if (e.unauthorizedTopics().isEmpty() || e.unauthorizedTopics().contains(topics.usual())) {
                throw e;
            }
            e.unauthorizedTopics().forEach(topic -> refuse(topic, e));
            assign(consumer);
            return ConsumerRecords.empty();
        }
    }

    private void refuse(String topic, KafkaException why) {
        refused.put(topic, System.nanoTime());
        complain(topic, why.getMessage());
    }

    private void complain(String topic, @Nullable String reason) {
        if (missing.add(topic)) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("reason", reason == null ? "it is missing" : reason)
                    .log("A topic cannot be read, the others are");
        }
    }

    private boolean isRefused(String topic) {
        Long since = refused.get(topic);
        return since != null && System.nanoTime() - since < REFUSED_NANOS;
    }

    private static long last(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.getLast().offset();
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        boolean first = next.isEmpty();
        Map<TopicPartition, Long> ends = first ? consumer.endOffsets(partitions) : Map.of();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, next.computeIfAbsent(partition, added -> ends.getOrDefault(added, 0L)));
        }
        if (first) {
            reading = true;
            begun.complete(Map.copyOf(next));
        }
    }

    /** Of those topics that there are, and that may be read. */
    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics.all()) {
            if (!isRefused(topic)) {
                infos(consumer, topic)
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
        }
        return partitions;
    }

    private List<PartitionInfo> infos(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> infos;
        try {
            infos = consumer.partitionsFor(topic);
        } catch (TopicAuthorizationException | InvalidTopicException e) {
            if (topic.equals(topics.usual())) {
                throw e;
            }
            refuse(topic, e);
            return List.of();
        }
        if (infos != null && !infos.isEmpty()) {
            missing.remove(topic);
            return infos;
        }
        if (topic.equals(topics.usual())) {
            throw new KafkaException("topic " + topic + " is missing");
        }
        complain(topic, null);
        return List.of();
    }

    @Override
    public void close() {
        stop.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(BACKOFF.multipliedBy(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
