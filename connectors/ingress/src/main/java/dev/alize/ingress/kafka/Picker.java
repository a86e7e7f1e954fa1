package dev.alize.ingress.kafka;

import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads single records by their places, on a thread of its own: one of each partition at a time. */
final class Picker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Picker.class);

    private static final int MOST = 1_000;
    /** Also how long one that asks later waits, where another partition has nothing to give. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration BACKOFF = Duration.ofMillis(500);

    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final BlockingQueue<Pick> queue = new ArrayBlockingQueue<>(MOST);
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** A record that somebody wants. */
    private record Pick(
            TopicPartition partition,
            long offset,
            long since,
            CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> record) {
        boolean isLate() {
            return System.nanoTime() - since > PATIENCE_NANOS;
        }

        void fail(String reason) {
            record.completeExceptionally(new UnavailableException(reason));
        }
    }

    Picker(Supplier<Consumer<byte[], byte[]>> clients) {
        this.clients = clients;
        this.thread = Thread.ofPlatform().name("ingress-picker").start(this::run);
    }

    /** The record; empty where there is none at that place any more. Fails with {@link UnavailableException}. */
    CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> pick(Place place) {
        Pick pick = new Pick(
                new TopicPartition(place.topic(), place.partition()),
                place.offset(),
                System.nanoTime(),
                new CompletableFuture<>());
        if (isClosed() || !queue.offer(pick)) {
            pick.fail("too many records are being looked up");
        }
        return pick.record();
    }

    private void run() {
        Deque<Pick> waiting = new ArrayDeque<>();
        Map<TopicPartition, Pick> round = new HashMap<>();
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> consumer = clients.get()) {
                while (!isClosed()) {
                    serve(consumer, waiting, round);
                }
            } catch (InterruptedException e) {
                stop.countDown();
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Records cannot be looked up");
                queue.drainTo(waiting);
                fail(waiting, round.values(), "Kafka does not answer");
                pause();
            }
        }
        waiting.addAll(queue);
        fail(waiting, round.values(), "the process ends");
    }

    private boolean isClosed() {
        return stop.getCount() == 0;
    }

    private void pause() {
        try {
            stop.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private static void fail(Collection<Pick> waiting, Collection<Pick> round, String reason) {
        waiting.forEach(pick -> pick.fail(reason));
        round.forEach(pick -> pick.fail(reason));
        waiting.clear();
        round.clear();
    }

    /** One poll. What it does not bring stays in the round, and others join it meanwhile. */
    private void serve(Consumer<byte[], byte[]> consumer, Deque<Pick> waiting, Map<TopicPartition, Pick> round)
            throws InterruptedException {
        if (waiting.isEmpty() && round.isEmpty()) {
            Pick first = queue.poll(500, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            waiting.add(first);
        }
        queue.drainTo(waiting);
        dropLate(waiting);
        begin(consumer, waiting, round);
        if (!round.isEmpty()) {
            takeAllowed(consumer, round);
            dropLate(round.values());
        }
    }

    private static void begin(
            Consumer<byte[], byte[]> consumer, Collection<Pick> waiting, Map<TopicPartition, Pick> round) {
        List<Pick> begun = new ArrayList<>();
        for (Pick pick : waiting) {
            if (round.putIfAbsent(pick.partition(), pick) == null) {
                begun.add(pick);
            }
        }
        if (!begun.isEmpty()) {
            waiting.removeAll(begun);
            consumer.assign(round.keySet());
            consumer.resume(round.keySet());
            begun.forEach(pick -> consumer.seek(pick.partition(), pick.offset()));
        }
    }

    /** A topic that may not be read fails those who want its records, and nobody else. */
    private static void takeAllowed(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Pick> round) {
        try {
            take(consumer, round);
        } catch (TopicAuthorizationException e) {
            if (e.unauthorizedTopics().isEmpty()) {
                throw e;
            }
            round.values().removeIf(pick -> {
                boolean refused =
                        e.unauthorizedTopics().contains(pick.partition().topic());
                if (refused) {
                    pick.fail("its topic may not be read");
                }
                return refused;
            });
            consumer.assign(round.keySet());
        }
    }

    private static void take(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Pick> round) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Pick pick = round.get(partition);
            if (pick != null && record.offset() >= pick.offset()) {
                pick.record().complete(exact(record, pick));
                round.remove(partition);
                consumer.pause(List.of(partition));
            }
        }
        round.values().removeIf(pick -> isPassed(consumer, pick));
    }

    /** Where the last records of a partition are deleted, none comes that would tell. */
    private static boolean isPassed(Consumer<byte[], byte[]> consumer, Pick pick) {
        try {
            boolean passed = consumer.position(pick.partition(), POLL) > pick.offset();
            if (passed) {
                pick.record().complete(Optional.empty());
                consumer.pause(List.of(pick.partition()));
            }
            return passed;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> exact(ConsumerRecord<byte[], byte[]> record, Pick pick) {
        @Nullable ConsumerRecord<byte[], byte[]> same = record.offset() == pick.offset() ? record : null;
        return Optional.ofNullable(same);
    }

    private static void dropLate(Collection<Pick> picks) {
        picks.removeIf(pick -> {
            boolean late = pick.isLate();
            if (late) {
                pick.fail("Kafka does not answer in time");
            }
            return late;
        });
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(PATIENCE_NANOS / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
