package dev.alize.client.letters;

import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.config.Configuration;
import dev.alize.config.TenantBinding;
import dev.alize.config.TenantSettings.Claims;
import dev.alize.config.Topic;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Sends the requests of letters again, each under the next redrive number, in the partition and with the key of its
 * letter: so the task that answered it before decides, and a repeat of the same redrive is answered once. What came in by
 * a tenant's own topic goes there again.
 */
public final class Redrive implements AutoCloseable {
    /** For what surrounds a request in a record: key, headers. */
    private static final int ENVELOPE_BYTES = 1 << 10;

    private final Configuration configuration;
    private final Serde<Object> serde;
    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile String problem = "";
    private long droppedDeadlines;

    /**
     * What became of it.
     *
     * @param sent requests that all replicas have
     * @param failed requests that were perhaps not written, and those that no topic takes; their letters can be redriven
     *     again
     * @param droppedDeadlines requests that were sent without their deadline, because it had passed
     * @param problem of the last one that failed; empty where none did
     */
    public record Result(long sent, long failed, long droppedDeadlines, String problem) {}

    Redrive(Configuration configuration, Serde<Object> serde, Producer<byte[], byte[]> producer, InstantSource clock) {
        this.configuration = configuration;
        this.serde = serde;
        this.producer = producer;
        this.clock = clock;
    }

    /** @throws dev.alize.client.UnreachableException where serde or producer cannot be made */
    public static Redrive open(Connection connection, Configuration configuration, InstantSource clock) {
        int largest = configuration.processing().bounds().maxRequestBytes() + ENVELOPE_BYTES;
        Serde<Object> serde = Serdes.values(connection, configuration);
        Producer<byte[], byte[]> producer = connection.guarded(() -> new KafkaProducer<>(
                properties(connection, largest), new ByteArraySerializer(), new ByteArraySerializer()));
        return new Redrive(configuration, serde, producer, clock);
    }

    private static Map<String, Object> properties(Connection connection, int largest) {
        Map<String, Object> properties = connection.of("producer.");
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return properties;
    }

    /**
     * Reads the letters once more and sends those that were chosen; returns when each was written or has failed.
     */
    public Result send(LetterTopic letters, LetterFilter filter, Set<Letter.Place> chosen) {
        letters.read(filter.from(), letter -> {
            if (chosen.contains(letter.place())) {
                letter.content().ifPresent(content -> send(letter, content));
            }
        });
        producer.flush();
        return result();
    }

    /** Of what was sent so far. */
    Result result() {
        return new Result(sent.get(), failed.get(), droppedDeadlines, problem);
    }

    void send(Letter letter, DeadLetter content) {
        if (!isTaken(content)) {
            fail("tenants.claims: got " + configuration.tenants().claims().code()
                    + ", with which no topic takes a request of tenant " + content.getTenant()
                    + "; expected one of its own in tenants.bindings, or other claims");
            return;
        }
        Instant now = clock.instant();
        droppedDeadlines += isOver(content.getRequest(), now) ? 1 : 0;
        RecordHeaders headers = new RecordHeaders();
        String topic = topic(configuration, content);
        try {
            byte[] value = serde.serializer().serialize(topic, headers, again(content, now));
            producer.send(
                    new ProducerRecord<>(
                            topic, letter.place().partition(), letter.record().key(), value, headers),
                    (written, failure) -> {
                        if (failure == null) {
                            sent.incrementAndGet();
                        } else {
                            fail(text(failure));
                        }
                    });
        } catch (KafkaException e) {
            fail(text(e));
        }
    }

    /** Where a request of the letter's tenant is taken for its own; where two are, the one it came from. */
    static String topic(Configuration configuration, DeadLetter letter) {
        String common = configuration.topics().name(Topic.REQUESTS);
        String own = configuration.topic(Topic.REQUESTS, letter.getTenant());
        boolean trusted = configuration.tenants().claims() == Claims.ANY;
        return trusted && !letter.getSourceTopic().equals(own) ? common : own;
    }

    /** Whether the gateway lets a request of the letter's tenant in: tenants may have had topics, or names, before. */
    private boolean isTaken(DeadLetter letter) {
        String tenant = letter.getTenant();
        return configuration.tenants().claims() != Claims.NONE
                || tenant.equals(TenantBinding.DEFAULT_TENANT)
                || configuration.tenants().binding(tenant).isPresent();
    }

    private void fail(String why) {
        failed.incrementAndGet();
        problem = why;
    }

    private static String text(Exception failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    /** The request under its next number. A deadline that has passed would only let it expire once more. */
    static CompletionRequest again(DeadLetter letter, Instant now) {
        CompletionRequest.Builder request =
                CompletionRequest.newBuilder(letter.getRequest()).setRedrive(letter.getRedrive() + 1);
        return (isOver(letter.getRequest(), now) ? request.setDeadline(null) : request).build();
    }

    private static boolean isOver(CompletionRequest request, Instant now) {
        return request.getDeadline() != null && !request.getDeadline().isAfter(now);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(3));
        serde.close();
    }
}
