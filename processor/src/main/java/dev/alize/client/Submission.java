package dev.alize.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.chat.ResponseJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** One request and its response. */
public final class Submission {
    private static final Duration LOOK = Duration.ofMillis(100);

    private Submission() {}

    /**
     * The response, as people and scripts want it.
     *
     * @param completed whether the provider answered
     * @param text of the first answer; otherwise why there is none
     * @param json the whole response
     */
    public record Answer(boolean completed, String text, ObjectNode json) {}

    /**
     * How long to wait, and where to look.
     *
     * @param timeout after which nobody waits any more
     * @param stop whether the user wants to stop
     * @param repeated whether the identity may have been used before: the gateway answers an identity once, so that the
     *     answer is then looked for among all responses that are kept
     */
    public record Waiting(Duration timeout, BooleanSupplier stop, boolean repeated, InstantSource clock) {}

    /**
     * Sends a request and waits for its response.
     *
     * @return nothing where no response came in time; the request stays with the gateway
     * @throws UnreachableException where Kafka does not take the request
     */
    public static Optional<Answer> await(Exchange exchange, Prompt prompt, Waiting waiting) {
        Instant end = waiting.clock().instant().plus(waiting.timeout());
        CompletionRequest request = prompt.toRequest();
        exchange.readFrom(waiting.repeated() ? Map.of() : exchange.end());
        exchange.send(request);
        AtomicReference<CompletionResponse> response = new AtomicReference<>();
        while (response.get() == null
                && waiting.clock().instant().isBefore(end)
                && !waiting.stop().getAsBoolean()) {
            exchange.poll(LOOK, KafkaExchange.key(request)::equals, found -> {
                if (answers(request, found)) {
                    response.set(found);
                }
            });
            refuse(exchange.undelivered());
        }
        return Optional.ofNullable(response.get()).map(Submission::answer);
    }

    static boolean answers(CompletionRequest request, CompletionResponse response) {
        return response.getRequestId().equals(request.getRequestId())
                && response.getTenant().equals(request.getTenant())
                && response.getRedrive() == request.getRedrive();
    }

    static Answer answer(CompletionResponse response) {
        boolean completed = response.getStatus() == Status.COMPLETED;
        String text = completed ? ResponseJson.text(response) : reason(response);
        return new Answer(completed, text, ResponseJson.of(response));
    }

    private static String reason(CompletionResponse response) {
        String status = response.getStatus().name().toLowerCase(Locale.ROOT);
        ResponseError error = response.getError();
        return error == null ? status : status + ": " + error.getKind() + ": " + error.getMessage();
    }

    static void refuse(List<Exchange.Undelivered> undelivered) {
        if (!undelivered.isEmpty()) {
            String reason = undelivered.getFirst().reason();
            throw new UnreachableException(
                    "Kafka did not take the request: " + reason, new IllegalStateException(reason));
        }
    }
}
