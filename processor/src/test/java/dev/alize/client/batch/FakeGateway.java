package dev.alize.client.batch;

import dev.alize.client.Responses;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.serde.AvroSerde;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Answers each identity once, in transactions, and only as many as it has permits for. Its loop owns the clients. */
final class FakeGateway implements AutoCloseable {
    /** Ids of all requests in their topic, repeats included. */
    final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
    final Semaphore permits;

    private final Map<String, Object> properties;
    private final CompletableFuture<Void> loop;
    private volatile boolean closed;

    FakeGateway(String brokers, String registry, int permits) {
        this.permits = new Semaphore(permits);
        this.properties = Map.of(
                "bootstrap.servers", brokers,
                "schema.registry.url", registry,
                "specific.avro.reader", "true",
                "group.id", "fake-gateway",
                "auto.offset.reset", "earliest",
                "transactional.id", "fake-gateway");
        this.loop = CompletableFuture.runAsync(this::answerAll);
    }

    private void answerAll() {
        AvroSerde<CompletionRequest> requests = new AvroSerde<>();
        requests.configure(properties, false);
        AvroSerde<CompletionResponse> responses = new AvroSerde<>();
        responses.configure(properties, false);
        Set<String> known = new HashSet<>();
        List<ConsumerRecord<String, CompletionRequest>> open = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), requests.deserializer());
                var producer = new KafkaProducer<>(properties, new StringSerializer(), responses.serializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of("llm.requests"));
            while (!closed) {
                for (ConsumerRecord<String, CompletionRequest> record : consumer.poll(Duration.ofMillis(50))) {
                    received.add(record.key());
                    if (known.add(record.key())) {
                        open.add(record);
                    }
                }
                while (!open.isEmpty() && permits.tryAcquire()) {
                    answer(open.removeFirst(), producer);
                }
            }
        }
    }

    private void answer(
            ConsumerRecord<String, CompletionRequest> record, KafkaProducer<String, CompletionResponse> producer) {
        CompletionRequest request = record.value();
        CompletionResponse response =
                Responses.completed(request.getRequestId(), request.getTenant(), "answer " + request.getRequestId());
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("llm.responses", record.partition(), record.key(), response));
        producer.commitTransaction();
        answered.add(record.key());
    }

    @Override
    public void close() {
        closed = true;
        loop.join();
    }
}
