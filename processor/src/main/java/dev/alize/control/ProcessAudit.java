package dev.alize.control;

import dev.alize.audit.Sealing;
import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.domain.ProcessEvents;
import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Appends the events of a process to the audit trail, beside the tasks, which append those of their requests. Callers
 * only queue an event; a thread of its own encodes and sends it. What does not fit into the queue while the broker is
 * away is dropped and counted: the log still has it.
 */
public final class ProcessAudit implements ProcessEvents, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessAudit.class);
    /** A process has some events a minute; this lasts for an outage of a broker in a storm of breakers. */
    private static final int MOST_QUEUED = 1_000;

    private static final long LONGEST_LOOK_MS = 1_000;
    /** How long the thread may wait for a place in the producer's buffer or the topic's metadata. */
    private static final int MAX_BLOCK_MS = 10_000;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final ProcessChain.Topics topics;
    private final Origin origin;
    private final Serializer<Object> serializer;
    private final Producer<byte[], byte[]> producer;
    private final ScheduledThreadPoolExecutor sender;
    private final @Nullable ProcessChain chain;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Who writes.
     *
     * @param instance name of the instance, or of the tool; also the key of its records
     * @param configuration version of the configuration in force
     * @param clock when an event happened
     * @param sealing null where the trail is not chained
     */
    public record Origin(
            String instance,
            Supplier<String> configuration,
            InstantSource clock,
            @Nullable Sealing sealing) {}

    /**
     * @param serializer closed with this
     * @param producer closed with this
     */
    ProcessAudit(
            ProcessChain.Topics topics,
            Origin origin,
            Serializer<Object> serializer,
            Producer<byte[], byte[]> producer) {
        this.topics = topics;
        this.origin = origin;
        this.serializer = serializer;
        this.producer = producer;
        this.sender = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("alize-process-audit").factory());
        Sealing sealing = origin.sealing();
        this.chain = sealing == null ? null : chain(sealing);
    }

    private ProcessChain chain(Sealing sealing) {
        ProcessChain made = new ProcessChain(
                producer, serializer, topics, sealing, origin.clock().millis());
        long look = Math.min(LONGEST_LOOK_MS, sealing.interval().toMillis());
        sender.scheduleWithFixedDelay(() -> seal(made::sealSoon), look, look, TimeUnit.MILLISECONDS);
        return made;
    }

    /**
     * An audit with a producer of its own; it need not reach the broker yet.
     *
     * @throws dev.alize.client.UnreachableException where the producer or the serde cannot be made
     */
    public static ProcessAudit open(Connection connection, Configuration configuration, Origin origin) {
        Serde<Object> serde = Serdes.values(connection, configuration);
        Producer<byte[], byte[]> producer = connection.guarded(() ->
                new KafkaProducer<>(properties(connection), new ByteArraySerializer(), new ByteArraySerializer()));
        var topics = new ProcessChain.Topics(
                configuration.topics().name(Topic.AUDIT), configuration.topics().name(Topic.AUDIT_CHECKPOINTS));
        return new ProcessAudit(topics, origin, serde.serializer(), producer);
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = new HashMap<>(connection.of("producer."));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        // The usual partitioner keeps an instance's events in one partition, and so in their order.
        properties.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        properties.remove(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
        return properties;
    }

    @Override
    public void happened(String kind, @Nullable String target, String reason, Map<String, String> details) {
        AuditEvent event = AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(origin.clock().instant())
                .setTarget(target)
                .setReason(reason)
                .setDetails(Map.copyOf(details))
                .setConfiguration(origin.configuration().get())
                .setInstance(origin.instance())
                .build();
        say(event);
        if (sender.getQueue().size() >= MOST_QUEUED) {
            drop(event, "the queue is full");
            return;
        }
        try {
            sender.execute(() -> send(event));
        } catch (RejectedExecutionException e) {
            drop(event, "the process stops");
        }
    }

    /** Events that did not reach the audit trail since the start. */
    public long dropped() {
        return dropped.get();
    }

    private void send(AuditEvent event) {
        try {
            if (chain == null) {
                sendAlone(event);
            } else {
                chain.append(event, origin.clock().millis());
                seal(chain::sealSoon);
            }
        } catch (RuntimeException | ExecutionException e) {
            drop(event, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            drop(event, "the process stops");
        }
    }

    private void sendAlone(AuditEvent event) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = serializer.serialize(topics.audit(), headers, event);
        byte[] key = origin.instance().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topics.audit(), null, key, value, headers), (written, failure) -> {
            if (failure != null) {
                drop(event, failure.getClass().getSimpleName());
            }
        });
    }

    private interface Sealer {
        void seal(long nowMs) throws ExecutionException, InterruptedException;
    }

    /** A seal that did not get through is made up for by the next one. */
    private void seal(Sealer sealer) {
        try {
            sealer.seal(origin.clock().millis());
        } catch (RuntimeException | ExecutionException e) {
            log.atWarn()
                    .addKeyValue("why", e.getClass().getSimpleName())
                    .log("A seal of the audit trail was not written");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(AuditEvent event, String why) {
        dropped.incrementAndGet();
        log.atWarn()
                .addKeyValue("kind", event.getKind())
                .addKeyValue("target", event.getTarget())
                .addKeyValue("reason", event.getReason())
                .addKeyValue("why", why)
                .log("An event is missing in the audit trail");
    }

    private static void say(AuditEvent event) {
        log.atLevel(isAlert(event.getKind(), event.getReason()) ? Level.WARN : Level.INFO)
                .addKeyValue("kind", event.getKind())
                .addKeyValue("target", event.getTarget())
                .addKeyValue("reason", event.getReason())
                .addKeyValue("details", event.getDetails())
                .log("Process event");
    }

    /** Whether somebody should look: a key was refused, calls to a target stopped, or it answers none. */
    static boolean isAlert(String kind, @Nullable String reason) {
        return kind.equals("key_refused")
                || (kind.equals("silence") && "begun".equals(reason))
                || (kind.equals("breaker") && "open".equalsIgnoreCase(reason));
    }

    /** Sends what is queued, for a few seconds at most. */
    @Override
    public void close() {
        if (chain != null && !sender.isShutdown()) {
            sender.execute(() -> seal(chain::sealAll));
        }
        sender.shutdown();
        try {
            if (!sender.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.shutdownNow().forEach(unsent -> dropped.incrementAndGet());
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_PATIENCE);
        serializer.close();
    }
}
