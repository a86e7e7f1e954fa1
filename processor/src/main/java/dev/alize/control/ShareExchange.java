package dev.alize.control;

import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.ShareBeat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the other instances what this one uses of the quotas, and hears the same of them, several times a second. A beat
 * that does not arrive is replaced by the next one, so nothing is sent twice or waited for; while the broker is away
 * nobody hears anything, and the pacing side does what is right then. One thread does it all.
 */
public final class ShareExchange implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShareExchange.class);
    /** Three or more beats fit into the second after which an instance is not heard any more. */
    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final Duration LOOK = Duration.ofMillis(50);
    /** A beat that takes longer is outdated. */
    private static final int DELIVERY_MS = 1_000;

    private static final int MAX_BLOCK_MS = 200;

    private final Connection connection;
    private final String topic;
    private final Serde<Object> serde;
    private final ShareGossip gossip;
    private final LongSupplier nanoTime;
    private final Sessions sessions;
    private @Nullable ShareBeat last;
    private long nextBeat;
    private boolean ignoredSome;

    private ShareExchange(
            Connection connection, Configuration configuration, ShareGossip gossip, LongSupplier nanoTime) {
        this.connection = connection;
        this.topic = configuration.topics().name(Topic.QUOTA_SHARES);
        this.serde = Serdes.values(connection, configuration);
        this.gossip = gossip;
        this.nanoTime = nanoTime;
        this.nextBeat = nanoTime.getAsLong();
        this.sessions = new Sessions("alize-quota-shares", this::exchange);
    }

    /**
     * Starts to tell and to hear; returns at once.
     *
     * @param nanoTime as {@link System#nanoTime}; given to {@code gossip} with everything
     * @throws dev.alize.client.UnreachableException where the serde cannot be made
     */
    public static ShareExchange start(
            Connection connection, Configuration configuration, ShareGossip gossip, LongSupplier nanoTime) {
        ShareExchange exchange = new ShareExchange(connection, configuration, gossip, nanoTime);
        exchange.sessions.start();
        return exchange;
    }

    private static Map<String, Object> properties(Connection connection) {
        Map<String, Object> properties = connection.of("producer.");
        properties.put(ProducerConfig.ACKS_CONFIG, "1");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.RETRIES_CONFIG, 0);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return properties;
    }

    private void exchange(Sessions running) {
        try (Tail tail = Tail.fromEnd(connection, topic, (int) LOOK.toMillis());
                Producer<String, byte[]> producer = producer()) {
            while (!running.isStopped()) {
                beatWhenDue(producer);
                tail.poll(LOOK).forEach(this::hear);
            }
            leave(producer);
        }
    }

    private Producer<String, byte[]> producer() {
        return new KafkaProducer<>(properties(connection), new StringSerializer(), new ByteArraySerializer());
    }

    private void beatWhenDue(Producer<String, byte[]> producer) {
        long now = nanoTime.getAsLong();
        if (now - nextBeat >= 0) {
            nextBeat = now + BEAT_NANOS;
            last = gossip.next(now);
            send(producer, last);
        }
    }

    private void send(Producer<String, byte[]> producer, ShareBeat beat) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = serde.serializer().serialize(topic, headers, beat);
        producer.send(new ProducerRecord<>(topic, 0, beat.getInstance(), value, headers));
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            Serdes.decode(serde.deserializer(), ShareBeat.class, record).ifPresent(this::hear);
        }
    }

    /** A beat that makes no sense to the other side must not end the exchange with everybody else. */
    private void hear(ShareBeat beat) {
        long now = nanoTime.getAsLong();
        try {
            if (isOwn(beat)) {
                gossip.returned(beat.getNumber(), now);
            } else {
                gossip.heard(beat, now);
            }
        } catch (RuntimeException e) {
            log.atLevel(ignoredSome ? Level.DEBUG : Level.WARN)
                    .setCause(e)
                    .addKeyValue("instance", beat.getInstance())
                    .addKeyValue("number", beat.getNumber())
                    .log("A beat was ignored; further ones are, without a word");
            ignoredSome = true;
        }
    }

    private boolean isOwn(ShareBeat beat) {
        return last != null
                && beat.getStart() == last.getStart()
                && beat.getInstance().equals(last.getInstance());
    }

    private void leave(Producer<String, byte[]> producer) {
        ShareBeat beat = gossip.next(nanoTime.getAsLong());
        beat.setLeaving(true);
        send(producer, beat);
        producer.close(Duration.ofMillis(DELIVERY_MS));
    }

    /** Tells the others that this instance leaves, and ends. */
    @Override
    public void close() {
        sessions.close();
        serde.close();
    }
}
