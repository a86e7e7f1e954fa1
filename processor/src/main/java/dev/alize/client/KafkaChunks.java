package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.schemas.CompletionChunk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** The topic of chunks in a Kafka cluster, through a consumer without a group. */
public final class KafkaChunks implements ChunkSource {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Deserializer<CompletionChunk> decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private KafkaChunks(String topic, Deserializer<CompletionChunk> decoder, Connection connection) {
        this.decoder = decoder;
        this.consumer = connection.guarded(() -> new KafkaConsumer<>(
                KafkaExchange.consumerProperties(connection),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /**
     * A source over a topic that fits.
     *
     * @param tenant who asks: its own topic is read where it has one
     * @throws UnreachableException where the cluster or the registry does not answer
     * @throws BadInputException where the topic is missing or has another number of partitions
     */
    public static KafkaChunks open(Connection connection, Configuration configuration, String tenant) {
        try (Admin admin = connection.admin()) {
            List<Problem> problems = TopicCheck.check(
                    admin, connection, TopicLayout.ofTenant(configuration, tenant, List.of(Topic.CHUNKS)));
            if (!problems.isEmpty()) {
                throw new BadInputException("Topic layout", problems, problems.size());
            }
        }
        return new KafkaChunks(
                configuration.topic(Topic.CHUNKS, tenant),
                Serdes.decoder(connection, configuration.processing().streams().valueSerde()),
                connection);
    }

    @Override
    public void begin(boolean fromStart) {
        Map<TopicPartition, Long> offsets =
                fromStart ? consumer.beginningOffsets(partitions) : consumer.endOffsets(partitions);
        offsets.forEach(consumer::seek);
    }

    @Override
    public void poll(Duration timeout, Predicate<String> wanted, Consumer<CompletionChunk> chunks) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            if (record.key() != null && wanted.test(new String(record.key(), StandardCharsets.UTF_8))) {
                chunks.accept(decoder.deserialize(record.topic(), record.headers(), record.value()));
            }
        }
    }

    @Override
    public void close() {
        try (decoder) {
            consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
        }
    }
}
