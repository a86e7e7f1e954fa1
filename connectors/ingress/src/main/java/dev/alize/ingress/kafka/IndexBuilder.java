package dev.alize.ingress.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads once what was on some topics before their tail began, as far as the window goes back, on a thread of its own
 * that then ends. Begins again where it loses the brokers.
 */
final class IndexBuilder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private final List<Part> parts;
    private final Duration window;
    private final InstantSource clock;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean built;

    /**
     * Topics that are read together.
     *
     * @param ends up to which
     */
    record Part(CompletableFuture<Map<TopicPartition, Long>> ends, Tail.Reader reader) {}

    IndexBuilder(List<Part> parts, Duration window, InstantSource clock, Supplier<Consumer<byte[], byte[]>> clients) {
        this.parts = parts;
        this.window = window;
        this.clock = clock;
        this.clients = clients;
        this.thread = Thread.ofPlatform().name("ingress-index").start(this::run);
    }

    boolean isBuilt() {
        return built;
    }

    private void run() {
        long began = System.nanoTime();
        long read = 0;
        for (Part part : parts) {
            read += untilRead(part);
        }
        built = stop.getCount() > 0;
        LOG.atInfo()
                .addKeyValue("records", read)
                .addKeyValue("ms", (System.nanoTime() - began) / 1_000_000)
                .log(built ? "The index is built" : "The index was not built to its end");
    }

    private long untilRead(Part part) {
        while (stop.getCount() > 0) {
            try {
                return read(part, ends(part));
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("The index cannot be built, trying again");
                pause();
            }
        }
        return 0;
    }

    private Map<TopicPartition, Long> ends(Part part) {
        while (stop.getCount() > 0) {
            try {
                return part.ends().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                LOG.atTrace().log("The tail has not begun yet");
            } catch (InterruptedException | ExecutionException e) {
                stop.countDown();
            }
        }
        return Map.of();
    }

    private void pause() {
        try {
            stop.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private long read(Part part, Map<TopicPartition, Long> ends) {
        long read = 0;
        try (Consumer<byte[], byte[]> consumer = clients.get()) {
            Map<TopicPartition, Long> open = open(consumer, ends);
            while (!open.isEmpty() && stop.getCount() > 0) {
                ConsumerRecords<byte[], byte[]> records = poll(consumer, open);
                if (!records.isEmpty()) {
                    part.reader().read(records);
                    read += records.count();
                }
                open.entrySet().removeIf(end -> isOver(consumer, end));
            }
        }
        return read;
    }

    /** What may not be read is left out: it is a tenant's, and the others' is to be known. */
    private static ConsumerRecords<byte[], byte[]> poll(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> open) {
        try {
            return consumer.poll(POLL);
        } catch (TopicAuthorizationException e) {
            if (!open.keySet().removeIf(partition -> e.unauthorizedTopics().contains(partition.topic()))) {
                throw e;
            }
            LOG.atWarn().addKeyValue("topics", e.unauthorizedTopics()).log("Topics are not in the index");
            consumer.assign(open.keySet());
            return ConsumerRecords.empty();
        }
    }

    private static boolean isOver(Consumer<byte[], byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
        boolean over = consumer.position(end.getKey()) >= end.getValue();
        if (over) {
            consumer.pause(List.of(end.getKey()));
        }
        return over;
    }

    /** The partitions that have something within the window, each at its first record of it. */
    private Map<TopicPartition, Long> open(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        long from = clock.millis() - window.toMillis();
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(partition -> times.put(partition, from));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        open.entrySet().removeIf(end -> {
            OffsetAndTimestamp start = starts.get(end.getKey());
            return start == null || start.offset() >= end.getValue();
        });
        consumer.assign(open.keySet());
        open.keySet().forEach(partition -> {
            OffsetAndTimestamp start = starts.get(partition);
            if (start != null) {
                consumer.seek(partition, start.offset());
            }
        });
        return open;
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(BACKOFF.multipliedBy(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
