package dev.alize.ingress.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Status;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.schemas.serde.SerdeContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A service that speaks Kafka itself: writes requests, reads committed responses, and knows its own by their ids. */
final class TopicPath implements AutoCloseable {
    private final SerdeContext serdes;
    private final String requests;
    private final KafkaProducer<String, CompletionRequest> producer;
    private final KafkaConsumer<String, CompletionResponse> consumer;
    private final Map<String, LongConsumer> waiting = new ConcurrentHashMap<>();
    private final Thread reading;
    private volatile boolean closed;

    TopicPath(TopicFlags flags) {
        serdes = SerdeContext.of(Map.of("schema.registry.url", flags.registry()));
        requests = flags.requestsTopic();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", flags.brokers(), "linger.ms", 0, "acks", "all"),
                new StringSerializer(),
                new AvroSerializer<>(serdes, false));
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        flags.brokers(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "latest"),
                new StringDeserializer(),
                new AvroDeserializer<>(serdes, CompletionResponse.class, false));
        List<TopicPartition> partitions = consumer.partitionsFor(flags.responsesTopic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reading = Thread.ofPlatform().name("bench-responses").start(this::read);
    }

    /** Writes a request. @param answered takes the microseconds until its completion was read, on the reading thread */
    void ask(byte[] body, LongConsumer answered) {
        long since = System.nanoTime();
        JsonNode json = ChatJson.parse(body);
        String id = UUID.randomUUID().toString();
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId(id)
                .setMessages(List.of())
                .setParameters(Parameters.newBuilder().build())
                .build();
        ChatJson.readRequest(json, request);
        waiting.put(id, nanos -> answered.accept((nanos - since) / 1000));
        producer.send(new ProducerRecord<>(requests, id, request));
    }

    private void read() {
        try {
            while (!closed) {
                for (ConsumerRecord<String, CompletionResponse> record : consumer.poll(Duration.ofSeconds(1))) {
                    LongConsumer own = waiting.remove(record.key());
                    if (own != null && record.value().getStatus() == Status.COMPLETED) {
                        own.accept(System.nanoTime());
                    }
                }
            }
        } catch (WakeupException closing) {
            // it is to end
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        consumer.wakeup();
        reading.join();
        consumer.close();
        producer.close();
        serdes.close();
    }
}
