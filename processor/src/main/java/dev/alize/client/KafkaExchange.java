package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The exchange over a Kafka cluster: an idempotent producer, and a consumer without a group that reads committed
 * responses only. Only delivery reports come from another thread, through a queue.
 */
public final class KafkaExchange implements Exchange {
    /** For what surrounds a request in a record: key, headers. */
    private static final int ENVELOPE_BYTES = 1 << 10;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final String cluster;
    private final Names names;
    private final Deserializer<CompletionResponse> decoder;
    private final KafkaProducer<String, CompletionRequest> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Queue<Undelivered> undelivered = new ConcurrentLinkedQueue<>();
    private Map<TopicPartition, Long> missed = Map.of();

    private record Names(String requests, String responses) {}

    /**
     * @param encoder encodes requests; closed with this exchange, like {@code decoder}
     * @param maxRequestBytes largest request that the gateway accepts, encoded
     */
    record Coding(
            Serializer<CompletionRequest> encoder, Deserializer<CompletionResponse> decoder, int maxRequestBytes) {}

    private KafkaExchange(String cluster, Names names, Coding coding, Connection connection) {
        this.cluster = cluster;
        this.names = names;
        this.decoder = coding.decoder();
        this.producer = connection.guarded(() -> new KafkaProducer<>(
                producerProperties(connection, coding.maxRequestBytes()), new StringSerializer(), coding.encoder()));
        this.consumer = connection.guarded(() -> new KafkaConsumer<>(
                consumerProperties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        this.partitions = consumer.partitionsFor(names.responses()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /**
     * An exchange with a cluster and a registry that answer, over topics that fit.
     *
     * @param tenant who asks: its own topics are used where it has some
     * @throws UnreachableException where one of them does not answer
     * @throws BadInputException where a topic is missing or has another number of partitions
     */
    public static KafkaExchange open(Connection connection, Configuration configuration, String tenant) {
        Names names =
                new Names(configuration.topic(Topic.REQUESTS, tenant), configuration.topic(Topic.RESPONSES, tenant));
        try (Admin admin = connection.admin()) {
            String cluster = connection.cluster(admin);
            List<Problem> problems = TopicCheck.check(
                    admin,
                    connection,
                    TopicLayout.ofTenant(configuration, tenant, List.of(Topic.REQUESTS, Topic.RESPONSES)));
            if (!problems.isEmpty()) {
                throw new BadInputException("Topic layout", problems, problems.size());
            }
            Coding coding = Serdes.coding(
                    connection,
                    configuration.processing().streams().valueSerde(),
                    names.requests(),
                    configuration.processing().bounds().maxRequestBytes() + ENVELOPE_BYTES);
            return new KafkaExchange(cluster, names, coding, connection);
        }
    }

    private static Map<String, Object> producerProperties(Connection connection, int maxRequestBytes) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000));
        properties.putAll(connection.of("producer."));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
        return properties;
    }

    static Map<String, Object> consumerProperties(Connection connection) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public Map<Integer, Long> end() {
        Map<Integer, Long> end = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, offset) -> end.put(partition.partition(), offset));
        return end;
    }

    @Override
    public void readFrom(Map<Integer, Long> offsets) {
        missed = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long first = oldest.getOrDefault(partition, 0L);
            long last = missed.getOrDefault(partition, 0L);
            long saved = offsets.getOrDefault(partition.partition(), first);
            consumer.seek(partition, saved < first || saved > last ? first : saved);
        }
    }

    @Override
    public boolean caughtUp() {
        missed.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        return missed.isEmpty();
    }

    @Override
    public void send(CompletionRequest request) {
        String id = request.getRequestId();
        try {
            producer.send(new ProducerRecord<>(names.requests(), key(request), request), (metadata, failure) -> {
                if (failure != null) {
                    report(id, failure);
                }
            });
        } catch (org.apache.kafka.common.errors.TimeoutException busy) {
            report(id, busy);
        }
    }

    /** The key of a request's record, and of all that is written about it. */
    static String key(CompletionRequest request) {
        String orderingKey = request.getOrderingKey();
        return orderingKey == null ? request.getRequestId() : orderingKey;
    }

    private void report(String id, Exception failure) {
        undelivered.add(
                new Undelivered(id, failure instanceof RecordTooLargeException, String.valueOf(failure.getMessage())));
    }

    @Override
    public List<Undelivered> undelivered() {
        List<Undelivered> taken = new ArrayList<>();
        for (Undelivered next = undelivered.poll(); next != null; next = undelivered.poll()) {
            taken.add(next);
        }
        return taken;
    }

    @Override
    public void poll(Duration timeout, Predicate<String> wanted, Consumer<CompletionResponse> responses) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            if (record.key() != null && wanted.test(new String(record.key(), StandardCharsets.UTF_8))) {
                responses.accept(decoder.deserialize(record.topic(), record.headers(), record.value()));
            }
        }
    }

    @Override
    public void close() {
        try (decoder) {
            producer.close(CLOSE_PATIENCE);
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_PATIENCE));
        } catch (KafkaException e) {
            throw new IllegalStateException("The exchange with " + names + " could not be closed", e);
        }
    }
}
