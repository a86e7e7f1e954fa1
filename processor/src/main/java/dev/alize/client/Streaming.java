package dev.alize.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.Submission.Answer;
import dev.alize.client.Submission.Waiting;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.chat.ChunkOrder;
import dev.alize.schemas.chat.ResponseJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request, the chunks of its answer as they come, and its response. Confined to one thread. */
public final class Streaming {
    private static final Duration LOOK = Duration.ofMillis(50);

    /** How long chunks may come after the response that counts them; they committed with it or before. */
    private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(10);
    /** Chunks that are kept beyond a gap. */
    private static final int MOST_AHEAD = 10_000;

    private final Exchange exchange;
    private final ChunkSource chunks;
    private final CompletionRequest request;
    private final Consumer<Part> parts;
    private final ChunkOrder order = new ChunkOrder(MOST_AHEAD);
    private @Nullable CompletionResponse response;

    /**
     * A chunk, as people and scripts want it.
     *
     * @param attempt number of the attempt, from 1; a higher one replaces all parts of a lower one
     * @param text that the first choice goes on with; empty where the chunk has none
     * @param brokeOff why the attempt ended early
     * @param json the whole chunk
     */
    public record Part(int attempt, String text, Optional<String> brokeOff, ObjectNode json) {}

    /**
     * How a stream ended.
     *
     * @param answer the response
     * @param complete whether every chunk that the response counts was read
     */
    public record Ending(Answer answer, boolean complete) {}

    private Streaming(Exchange exchange, ChunkSource chunks, CompletionRequest request, Consumer<Part> parts) {
        this.exchange = exchange;
        this.chunks = chunks;
        this.request = request;
        this.parts = parts;
    }

    /**
     * Sends a request and reads until its response and all chunks are there.
     *
     * @param parts receives the chunks in order, without repeats, on this thread
     * @return nothing where no response came in time; the request stays with the gateway
     * @throws UnreachableException where Kafka does not take the request
     */
    public static Optional<Ending> await(
            Exchange exchange, ChunkSource chunks, Prompt prompt, Waiting waiting, Consumer<Part> parts) {
        chunks.begin(waiting.repeated());
        exchange.readFrom(waiting.repeated() ? Map.of() : exchange.end());
        return new Streaming(exchange, chunks, prompt.toRequest(), parts).run(waiting);
    }

    private Optional<Ending> run(Waiting waiting) {
        Instant end = waiting.clock().instant().plus(waiting.timeout());
        exchange.send(request);
        String key = KafkaExchange.key(request);
        while (!isComplete()
                && waiting.clock().instant().isBefore(end)
                && !waiting.stop().getAsBoolean()) {
            boolean answered = response != null;
            chunks.poll(LOOK, key::equals, this::read);
            exchange.poll(Duration.ZERO, key::equals, this::answer);
            Submission.refuse(exchange.undelivered());
            if (!answered && response != null) {
                end = earlier(end, waiting.clock().instant().plus(CHUNK_PATIENCE));
            }
        }
        return Optional.ofNullable(response).map(found -> new Ending(Submission.answer(found), isComplete()));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private boolean isComplete() {
        return response != null && order.isComplete(response);
    }

    private void answer(CompletionResponse found) {
        if (Submission.answers(request, found)) {
            response = found;
        }
    }

    private void read(CompletionChunk chunk) {
        if (chunk.getRequestId().equals(request.getRequestId())
                && chunk.getTenant().equals(request.getTenant())
                && chunk.getRedrive() == request.getRedrive()) {
            order.add(chunk).stream().map(Streaming::part).forEach(parts);
        }
    }

    private static Part part(CompletionChunk chunk) {
        ResponseError error = chunk.getError();
        return new Part(
                chunk.getAttempt(),
                ResponseJson.text(chunk),
                Optional.ofNullable(error).map(why -> why.getKind() + ": " + why.getMessage()),
                ResponseJson.of(chunk));
    }
}
