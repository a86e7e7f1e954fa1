package dev.alize.examples;

import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Handles the responses of a service until it is stopped: {@code ReadInGroup GROUP}. The instances of a group share the
 * partitions, so the one that reads a response need not be the one that asked: what belongs to a request is looked up by
 * its id, or travels along in its metadata.
 */
public final class ReadInGroup {
    private ReadInGroup() {}

    public static void main(String[] arguments) {
        var consumer = Clients.consumer(Map.of(
                "group.id", arguments[0], "auto.offset.reset", "earliest")); // a new group misses nothing that is kept
        Thread reader = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            awaitEnd(reader);
        }));
        try (consumer) {
            consumer.subscribe(List.of("llm.responses"));
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> handle((CompletionResponse) record.value()));
                consumer.commitSync(); // behind the work: what was not handled comes again
            }
        } catch (WakeupException stopped) {
            System.err.println("stopped");
        }
    }

    /**
     * After a crash a response may come again: what is done with it must be done once per tenant, id and redrive number,
     * such as an insert with these as the key.
     */
    private static void handle(CompletionResponse response) {
        String then = switch (response.getStatus()) {
            case COMPLETED -> response.getChoices().size() + " choices";
            case BLOCKED, FAILED, EXPIRED, CANCELLED -> response.getError().getKind();
        };
        System.out.printf(
                "%s/%s/%d %s %s%n",
                response.getTenant(), response.getRequestId(), response.getRedrive(), response.getStatus(), then);
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
