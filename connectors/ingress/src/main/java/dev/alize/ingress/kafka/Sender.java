package dev.alize.ingress.kafka;

import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Delivery.Reason;
import dev.alize.ingress.exchange.Place;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records in the order in which they are given, on a thread of its own: a producer blocks its caller for
 * metadata and where its memory is full, which an event loop must not. What waits longer than {@link #PATIENCE} before
 * it is the producer's is given up, so that nothing is written long after its caller was told that it failed.
 */
final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 20_000;
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Producer<String, SpecificRecord> producer;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(MOST);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;
    private volatile long complained = System.nanoTime() - QUIET_NANOS;

    private record Item(ProducerRecord<String, SpecificRecord> record, long since, Consumer<Delivery> ended) {}

    Sender(Producer<String, SpecificRecord> producer) {
        this.producer = producer;
        this.thread = Thread.ofPlatform().name("ingress-sender").start(this::run);
    }

    /** Never blocks. @param ended told once, on this call's, the sender's or the producer's thread */
    void send(ProducerRecord<String, SpecificRecord> record, Consumer<Delivery> ended) {
        if (closed.get() || !queue.offer(new Item(record, System.nanoTime(), ended))) {
            ended.accept(new Delivery.Failed(Reason.BUSY));
        }
    }

    int waiting() {
        return queue.size();
    }

    private void run() {
        while (!closed.get() || !queue.isEmpty()) {
            try {
                Item item = queue.poll(200, TimeUnit.MILLISECONDS);
                if (item != null) {
                    send(item);
                }
            } catch (InterruptedException e) {
                closed.set(true);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("A record could not be sent");
            }
        }
    }

    private void send(Item item) {
        if (System.nanoTime() - item.since() > PATIENCE.toNanos()) {
            item.ended().accept(new Delivery.Failed(Reason.UNSENT));
            return;
        }
        AtomicBoolean told = new AtomicBoolean();
        try {
            producer.send(item.record(), (metadata, failure) -> {
                if (told.compareAndSet(false, true)) {
                    item.ended().accept(delivery(item.record().topic(), metadata, failure));
                }
            });
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                item.ended().accept(delivery(item.record().topic(), null, e));
            }
        }
    }

    private Delivery delivery(String topic, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null && metadata != null) {
            return new Delivery.Written(new Place(topic, metadata.partition(), metadata.offset()));
        }
        Reason reason = reason(failure);
        if (reason != Reason.TOO_LARGE && System.nanoTime() - complained > QUIET_NANOS) {
            complained = System.nanoTime();
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("reason", failure == null ? "none" : failure.getMessage())
                    .log("Kafka did not take a record");
        }
        return new Delivery.Failed(reason);
    }

    private static Reason reason(@Nullable Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return Reason.TOO_LARGE;
        }
        boolean silent = failure instanceof RetriableException
                || failure != null && failure.getCause() instanceof dev.alize.schemas.registry.RegistryException;
        return silent ? Reason.UNREACHABLE : Reason.REFUSED;
    }

    /** Writes what is queued, for at most 10 s. */
    @Override
    public void close() {
        closed.set(true);
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }
}
