package dev.alize.client;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The two topics that an edge sees: it writes requests and reads committed responses. Used by one thread.
 *
 * <p>Order of calls: {@link #end} or saved offsets, then {@link #readFrom}, then {@link #send} and {@link #poll} in any
 * order.
 */
public interface Exchange extends AutoCloseable {
    /**
     * A request that did not reach its topic.
     *
     * @param requestId its id
     * @param forGood whether another try would fail, too
     * @param reason for people
     */
    record Undelivered(String requestId, boolean forGood, String reason) {}

    /** Id of the Kafka cluster. */
    String cluster();

    /** By partition, the offset that the next committed response will have at least. */
    Map<Integer, Long> end();

    /**
     * Starts to read responses. Where an offset does not exist any more, or not yet, the oldest response is next.
     *
     * @param offsets by partition; a partition that is missing is read from its start
     */
    void readFrom(Map<Integer, Long> offsets);

    /** Whether everything that was committed when {@link #readFrom} was called has been read. */
    boolean caughtUp();

    /** Hands a request over; delivery goes on in the background. Blocks while the buffer of the producer is full. */
    void send(CompletionRequest request);

    /** Takes what could not be delivered since the last call. */
    List<Undelivered> undelivered();

    /**
     * Reads responses.
     *
     * @param timeout how long to wait for the first one
     * @param wanted tells by record key, an ordering key or request id, which responses to decode; the others are skipped
     * @param responses receives the wanted ones, on this thread
     */
    void poll(Duration timeout, Predicate<String> wanted, Consumer<CompletionResponse> responses);

    /** Gives up what is not delivered within a few seconds. */
    @Override
    void close();
}
