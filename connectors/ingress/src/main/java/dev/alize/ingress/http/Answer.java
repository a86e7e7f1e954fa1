package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.List;

/** How an answer is given to a client. Confined to the call's loop. */
interface Answer {
    /** Whether it is given delta by delta. */
    boolean wantsChunks();

    /** The request is on its topic. */
    default void opened() {}

    /** Chunks came. */
    void arrived(List<CompletionChunk> chunks);

    /** The response is there; chunks of it may still come. */
    void answered(CompletionResponse response);

    /** The response was there before; its chunks, too, and they do not come again. */
    default void found(CompletionResponse response) {
        answered(response);
    }

    /** There will be no response. */
    void failed(ApiError error);
}
