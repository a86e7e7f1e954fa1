package dev.alize.recipes;

import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.testing.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is committed on topics. */
final class Topics {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Stack stack;

    Topics(Stack stack) {
        this.stack = stack;
    }

    /** Makes topics with one partition. */
    void create(String... names) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(Arrays.stream(names)
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Every record, in the order of each partition. */
    <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(String topic, Class<T> type) {
        AvroDeserializer<T> values = new AvroDeserializer<>(type);
        values.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
        return read(topic, values);
    }

    /** Every record with its value as it is; none where the topic is not there yet. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        return read(topic, new ByteArrayDeserializer());
    }

    private <T> List<ConsumerRecord<String, T>> read(String topic, Deserializer<T> values) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stack.bootstrapServers(),
                "isolation.level", "read_committed",
                "allow.auto.create.topics", "false",
                "enable.auto.commit", "false");
        List<ConsumerRecord<String, T>> records = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - until > 0) {
                    throw new IllegalStateException(topic + " is not read to its end within " + PATIENCE);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
