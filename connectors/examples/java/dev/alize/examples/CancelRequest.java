package dev.alize.examples;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sends a request, gives it up at once, and prints how it ended: {@code CancelRequest PROMPT}. */
public final class CancelRequest {
    private CancelRequest() {}

    public static void main(String[] arguments) throws Exception {
        CompletionRequest request = Clients.question(arguments[0]).build();
        Cancellation cancellation = Cancellation.newBuilder()
                .setRequestId(request.getRequestId())
                .setTenant(request.getTenant())
                .setReason("user left") // for the audit trail; no personal data
                .build();
        String key = request.getRequestId(); // of both, so that the cancel comes to the request's partition
        try (var producer = Clients.producer();
                var consumer = Clients.consumer(Map.of())) {
            consumer.assign(Clients.partitions(consumer, "llm.responses"));
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            var sent = producer.send(new ProducerRecord<>("llm.requests", key, request))
                    .get();
            producer.send(new ProducerRecord<>("llm.cancels", key, cancellation))
                    .get();

            TopicPartition partition = new TopicPartition("llm.responses", sent.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, ends.getOrDefault(partition, 0L));
            Instant patience = Instant.now().plusSeconds(60);
            while (Instant.now().isBefore(patience)) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (key.equals(record.key())) {
                        // A cancel asks. Where the answer was faster, this is COMPLETED.
                        System.out.println(((CompletionResponse) record.value()).getStatus());
                        return;
                    }
                }
            }
        }
        throw new IllegalStateException("No response to " + key + " within a minute");
    }
}
