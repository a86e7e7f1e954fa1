package dev.alize.ingress.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads once what was on some topics before their tail began, as far as the window goes back, on a thread of its own
 * that then ends. Begins again where it loses the brokers. What of a tenant's topics may not be read is tried again every
 * minute until it may.
 */
final class IndexBuilder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final List<Part> parts;
    private final Duration window;
    private final Duration again;
    private final InstantSource clock;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    /** What is to be read again, of the building thread. */
    private final Map<Part, Map<TopicPartition, Long>> refused = new HashMap<>();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean built;
    private volatile Set<String> lacking = Set.of();

    /**
     * Topics that are read together.
     *
     * @param usual the one without which nothing is
     * @param ends up to which
     */
    record Part(String usual, CompletableFuture<Map<TopicPartition, Long>> ends, Tail.Reader reader) {}

    IndexBuilder(List<Part> parts, Duration window, InstantSource clock, Supplier<Consumer<byte[], byte[]>> clients) {
        this(parts, window, AGAIN, clock, clients);
    }

    /** @param again after which what may not be read is tried again */
    IndexBuilder(
            List<Part> parts,
            Duration window,
            Duration again,
            InstantSource clock,
            Supplier<Consumer<byte[], byte[]>> clients) {
        this.parts = parts;
        this.again = again;
        this.window = window;
        this.clock = clock;
        this.clients = clients;
        this.thread = Thread.ofPlatform().name("ingress-index").start(this::run);
    }

    boolean isBuilt() {
        return built;
    }

    /** Topics that are not in the index yet, since they may not be read. */
    Set<String> lacking() {
        return lacking;
    }

    private void run() {
        long began = System.nanoTime();
        long read = 0;
        for (Part part : parts) {
            read += untilRead(part, ends(part));
        }
        lacking = refusedTopics();
        built = stop.getCount() > 0;
        LOG.atInfo()
                .addKeyValue("records", read)
                .addKeyValue("ms", (System.nanoTime() - began) / 1_000_000)
                .log(built ? "The index is built" : "The index was not built to its end");
        while (!refused.isEmpty() && stop.getCount() > 0) {
            pause(again);
            readRefused();
        }
    }

    private void readRefused() {
        for (Part part : parts) {
            Map<TopicPartition, Long> ends = refused.remove(part);
            if (ends != null) {
                untilRead(part, ends);
            }
        }
        lacking = refusedTopics();
    }

    private Set<String> refusedTopics() {
        return refused.values().stream()
                .flatMap(ends -> ends.keySet().stream())
                .map(TopicPartition::topic)
                .collect(Collectors.toUnmodifiableSet());
    }

    private long untilRead(Part part, Map<TopicPartition, Long> ends) {
        while (stop.getCount() > 0) {
            try {
                return read(part, ends);
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("The index cannot be built, trying again");
                pause(BACKOFF);
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

    private void pause(Duration time) {
        try {
            stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private long read(Part part, Map<TopicPartition, Long> ends) {
        long read = 0;
        Set<String> left = new HashSet<>();
        try (Consumer<byte[], byte[]> consumer = clients.get()) {
            Map<TopicPartition, Long> open = open(consumer, ends);
            while (!open.isEmpty() && stop.getCount() > 0) {
                ConsumerRecords<byte[], byte[]> records = poll(consumer, part, open, left);
                if (!records.isEmpty()) {
                    part.reader().read(records);
                    read += records.count();
                }
                open.entrySet().removeIf(end -> isOver(consumer, end));
            }
        }
        Map<TopicPartition, Long> unread = new HashMap<>(ends);
        unread.keySet().removeIf(partition -> !left.contains(partition.topic()));
        if (!unread.isEmpty()) {
            refused.put(part, unread);
        }
        return read;
    }

    /** What may not be read of a tenant's is left out: the others' is to be known. */
    private static ConsumerRecords<byte[], byte[]> poll(
            Consumer<byte[], byte[]> consumer, Part part, Map<TopicPartition, Long> open, Set<String> left) {
        try {
            return consumer.poll(POLL);
        } catch (TopicAuthorizationException e) {
            Set<String> topics = e.unauthorizedTopics();
            if (topics.contains(part.usual())
                    || !open.keySet().removeIf(partition -> topics.contains(partition.topic()))) {
                throw e;
            }
            left.addAll(topics);
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
