package dev.alize.examples;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Prints an answer while it comes, and ends when all of it was read: {@code StreamAnswer PROMPT}. */
public final class StreamAnswer {
    private final Map<Integer, CompletionChunk> ahead = new HashMap<>(); // came before their turn
    private int attempt;
    private int next; // sequence of the chunk that is due
    private @Nullable CompletionResponse response; // from another topic: it may come before the last chunks

    public static void main(String[] arguments) throws Exception {
        CompletionRequest request = Clients.question(arguments[0])
                .setStream(true)
                .setDeadline(Instant.now().plusSeconds(60))
                .build();
        String key = request.getRequestId();
        StreamAnswer answer = new StreamAnswer();
        try (var producer = Clients.producer();
                var consumer = Clients.consumer(Map.of())) {
            List<TopicPartition> all = Clients.partitions(consumer, "llm.chunks", "llm.responses");
            consumer.assign(all);
            Map<TopicPartition, Long> starts = consumer.endOffsets(all);
            var sent = producer.send(new ProducerRecord<>("llm.requests", key, request))
                    .get();
            consumer.assign(all.stream()
                    .filter(one -> one.partition() == sent.partition())
                    .toList());
            consumer.assignment().forEach(one -> consumer.seek(one, starts.getOrDefault(one, 0L)));

            Instant patience = request.getDeadline().plusSeconds(30);
            while (!answer.isComplete() && Instant.now().isBefore(patience)) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (key.equals(record.key())) { // ids of several tenants may be equal: compare that, too
                        answer.read(record.value());
                    }
                }
            }
        }
        String end = answer.response == null
                ? "NO RESPONSE"
                : answer.response.getStatus().name();
        System.err.printf("%n%s after %d chunks of attempt %d%n", end, answer.next, answer.attempt);
        System.exit("COMPLETED".equals(end) ? 0 : 1);
    }

    private void read(SpecificRecord record) {
        if (record instanceof CompletionChunk chunk) {
            read(chunk);
        } else {
            response = (CompletionResponse) record; // whatever its status: a stream that broke off has one, too
        }
    }

    /** By sequence, each once; a higher attempt replaces everything of a lower one. */
    private void read(CompletionChunk chunk) {
        if (chunk.getAttempt() > attempt) {
            System.err.println("attempt " + chunk.getAttempt());
            attempt = chunk.getAttempt();
            next = 0;
            ahead.clear();
        }
        if (chunk.getAttempt() == attempt && chunk.getSequence() >= next) {
            ahead.put(chunk.getSequence(), chunk);
        }
        for (var due = ahead.remove(next); due != null; due = ahead.remove(next)) {
            due.getDeltas().stream()
                    .filter(delta -> delta.getIndex() == 0 && delta.getMessage().getContent() instanceof String)
                    .forEach(delta -> System.out.print(delta.getMessage().getContent()));
            System.out.flush();
            next++;
        }
    }

    /** Whether all chunks that the response counts were read. An answer from the cache is one attempt more. */
    private boolean isComplete() {
        if (response == null) {
            return false;
        }
        int last = response.getAttempts() + (response.getCached() ? 1 : 0);
        return response.getChunks() == 0 || attempt > last || (attempt == last && next >= response.getChunks());
    }
}
