package dev.alize.connect.batch.bench;

import static java.util.Objects.requireNonNull;

import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.testing.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Stands for the gateway: answers every request, every tenth with a failure, every thousandth twice. */
final class Answering {
    private static final String REQUESTS = "llm.requests";
    private static final String RESPONSES = "llm.responses";

    private Answering() {}

    static void answerAll(Stack stack) {
        Map<String, String> registry = Map.of("schema.registry.url", stack.registryUrl());
        Map<String, Object> reading = Map.of(
                "bootstrap.servers",
                stack.bootstrapServers(),
                "group.id",
                "answering-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        Map<String, Object> writing =
                Map.of("bootstrap.servers", stack.bootstrapServers(), "linger.ms", "20", "compression.type", "zstd");
        try (AvroDeserializer<CompletionRequest> requests = new AvroDeserializer<>(CompletionRequest.class);
                AvroSerializer<CompletionResponse> responses = new AvroSerializer<>();
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            requests.configure(registry, false);
            responses.configure(registry, false);
            consumer.subscribe(List.of(REQUESTS));
            long count = 0;
            for (int idle = 0; idle < 25; ) {
                var polled = consumer.poll(Duration.ofMillis(200));
                idle = polled.isEmpty() ? idle + 1 : 0;
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    byte[] value = responses.serialize(
                            RESPONSES, answer(requireNonNull(requests.deserialize(REQUESTS, record.value())), count));
                    for (int times = count % 1_000 == 0 ? 2 : 1; times > 0; times--) {
                        producer.send(new ProducerRecord<>(RESPONSES, record.partition(), record.key(), value));
                    }
                    count++;
                }
            }
            producer.flush();
        }
    }

    private static CompletionResponse answer(CompletionRequest request, long count) {
        CompletionResponse.Builder response = CompletionResponse.newBuilder()
                .setRequestId(request.getRequestId())
                .setTenant(request.getTenant())
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .setMetadata(request.getMetadata());
        if (count % 10 == 7) {
            return response.setStatus(Status.FAILED)
                    .setError(ResponseError.newBuilder()
                            .setKind("timeout")
                            .setBlame("provider")
                            .setMessage("It took too long")
                            .build())
                    .build();
        }
        Message message =
                Message.newBuilder().setRole("assistant").setContent("delivery").build();
        return response.setStatus(Status.COMPLETED)
                .setModel("mistral-small-latest")
                .setChoices(List.of(Choice.newBuilder()
                        .setMessage(message)
                        .setFinishReason("stop")
                        .build()))
                .build();
    }
}
