package dev.alize.ingress.exchange;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is asked of Kafka. Nothing here blocks; answers come on threads of Kafka's, which must not be held up. */
public interface Exchange {
    /**
     * Writes a request under its ordering key, else its id.
     *
     * @param topic null for the usual one
     * @param ended told once what became of it
     */
    void write(CompletionRequest request, @Nullable String topic, Consumer<Delivery> ended);

    /**
     * Writes the end of a request that nobody waits for any more.
     *
     * @param topic null for the usual one
     * @param key of the request's record
     * @param partition of the request's record; null for the one that its key leads to
     * @param ended told once what became of it
     */
    void cancel(
            Cancellation cancellation,
            @Nullable String topic,
            String key,
            @Nullable Integer partition,
            Consumer<Delivery> ended);

    /** What is known of a request. */
    Found find(Identity identity);

    /**
     * The response at a place; empty where it is not there any more, or is another's. Fails with
     * {@link UnavailableException} where Kafka does not answer or too many others are being read.
     */
    CompletionStage<Optional<CompletionResponse>> response(Place place, Identity identity);

    /** The request at a place; as {@link #response}. */
    CompletionStage<Optional<CompletionRequest>> request(Place place, Identity identity);
}
