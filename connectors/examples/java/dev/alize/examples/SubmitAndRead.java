package dev.alize.examples;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends one request and waits for its response: {@code SubmitAndRead PROMPT [REQUEST_ID]}. Ends with 0 where it was
 * completed, 1 where it was not, 2 where no response came. To repeat a request, give its id and the same prompt.
 */
public final class SubmitAndRead {
    private static final String SECONDS = System.getenv().getOrDefault("DEADLINE_SECONDS", "60");

    private SubmitAndRead() {}

    public static void main(String[] arguments) throws Exception {
        CompletionRequest request = Clients.question(arguments[0])
                .setDeadline(Instant.now().plusSeconds(Long.parseLong(SECONDS)))
                .build();
        boolean usedBefore = arguments.length > 1;
        if (usedBefore) {
            request.setRequestId(arguments[1]);
        }
        System.exit(ask(request, usedBefore));
    }

    private static int ask(CompletionRequest request, boolean usedBefore) throws Exception {
        String key = request.getRequestId(); // its ordering key, where it has one
        try (var producer = Clients.producer();
                var consumer = Clients.consumer(Map.of())) {
            // Looked up before sending: a response may be there at once. That of a used id may be an old one.
            List<TopicPartition> all = Clients.partitions(consumer, "llm.responses");
            consumer.assign(all);
            Map<TopicPartition, Long> starts = usedBefore ? consumer.beginningOffsets(all) : consumer.endOffsets(all);

            // The response will have the key of the request, and its partition number.
            var sent = producer.send(new ProducerRecord<>("llm.requests", key, request))
                    .get();
            TopicPartition partition = new TopicPartition("llm.responses", sent.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, starts.getOrDefault(partition, 0L));
            System.err.println("sent " + request.getRequestId());

            Instant patience = request.getDeadline().plusSeconds(30);
            while (Instant.now().isBefore(patience)) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(record.key()) && answers((CompletionResponse) record.value(), request)) {
                        return report((CompletionResponse) record.value());
                    }
                }
            }
            System.err.println("no response yet: repeat the request with its id later");
            return 2;
        }
    }

    /** A key may be that of several requests. A redrive sends a dead letter again, and has a response of its own. */
    private static boolean answers(CompletionResponse response, CompletionRequest request) {
        return response.getRequestId().equals(request.getRequestId())
                && response.getTenant().equals(request.getTenant())
                && response.getRedrive() == request.getRedrive();
    }

    private static int report(CompletionResponse response) {
        var error = response.getError(); // null where the request was completed
        String say = switch (response.getStatus()) {
            case COMPLETED -> "completed";
            case BLOCKED -> "blocked by a policy: the same request would be blocked again";
            case FAILED ->
                "failed: %s, by %s; %s"
                        .formatted(
                                error.getKind(),
                                error.getBlame(),
                                error.getRetryable() ? "try later with a new id" : "it would fail again");
            case EXPIRED -> "expired: the deadline passed before an answer was there";
            case CANCELLED -> "cancelled";
        };
        System.err.println(say);
        response.getChoices()
                .forEach(choice -> System.out.println(choice.getMessage().getContent()));
        return error == null ? 0 : 1;
    }
}
