package dev.alize.examples;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the examples share: Kafka's clients with the settings that matter. {@code KAFKA} is the brokers' address,
 * {@code REGISTRY} the schema registry's: Confluent's, or Apicurio's with {@code /apis/ccompat/v7}.
 */
final class Clients {
    private static final Map<String, Object> ADDRESSES = Map.of(
            "bootstrap.servers", System.getenv().getOrDefault("KAFKA", "localhost:9092"),
            "schema.registry.url", System.getenv().getOrDefault("REGISTRY", "http://localhost:8081"));

    private Clients() {}

    /** Writes each record once, in the order of sending, and is told when all replicas have it. */
    static KafkaProducer<String, SpecificRecord> producer() {
        Map<String, Object> settings = new HashMap<>(ADDRESSES);
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        settings.put("auto.register.schemas", false); // whoever runs the gateway registers them
        settings.put("key.serializer", StringSerializer.class);
        settings.put("value.serializer", AvroSerializer.class);
        return new KafkaProducer<>(settings);
    }

    /** Reads committed records only: others may be taken back, and then a request would seem to be answered twice. */
    static KafkaConsumer<String, SpecificRecord> consumer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(ADDRESSES);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("specific.avro.reader", true);
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", AvroDeserializer.class);
        settings.putAll(more);
        return new KafkaConsumer<>(settings);
    }

    static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String... topics) {
        return Stream.of(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** A request with an id of its own. */
    static CompletionRequest.Builder question(String prompt) {
        Message message =
                Message.newBuilder().setRole("user").setContent(prompt).build();
        return CompletionRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setTenant("default")
                .setMessages(List.of(message))
                .setParameters(Parameters.newBuilder().setMaxTokens(200L).build());
    }
}
