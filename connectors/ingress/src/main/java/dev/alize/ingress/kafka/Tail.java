package dev.alize.ingress.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final String name;
    private final Supplier<Set<String>> topics;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final Reader reader;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final CompletableFuture<Map<TopicPartition, Long>> begun = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> current;

    /** Takes what one poll brought, on the tail's thread. */
    interface Reader {
        /** Throws only where the same records are to be read again, later. */
        void read(ConsumerRecords<byte[], byte[]> records);
    }

    Tail(String name, Supplier<Set<String>> topics, Supplier<Consumer<byte[], byte[]>> clients, Reader reader) {
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

    private void run() {
        while (stop.getCount() > 0) {
            try (Consumer<byte[], byte[]> consumer = clients.get()) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.atDebug().addKeyValue("tail", name).log("Woken up");
            } catch (RuntimeException e) {
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
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                reader.read(records);
                for (TopicPartition partition : records.partitions()) {
                    next.put(partition, last(records.records(partition)) + 1);
                }
            }
            if (System.nanoTime() - looked > LOOK_NANOS) {
                looked = System.nanoTime();
                if (!next.keySet().containsAll(partitions(consumer))) {
                    assign(consumer);
                }
            }
        }
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
            begun.complete(Map.copyOf(next));
        }
    }

    /** Of those topics that there are: a tenant's may be made later. */
    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics.get()) {
            List<PartitionInfo> infos = consumer.partitionsFor(topic);
            if (infos == null || infos.isEmpty()) {
                if (missing.add(topic)) {
                    LOG.atWarn().addKeyValue("topic", topic).log("A topic is missing");
                }
            } else {
                missing.remove(topic);
                infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
        }
        if (partitions.isEmpty()) {
            throw new KafkaException("none of the topics is there");
        }
        return partitions;
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
