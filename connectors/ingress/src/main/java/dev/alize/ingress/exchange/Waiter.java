package dev.alize.ingress.exchange;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.List;
import java.util.concurrent.Executor;

/** Somebody who waits for a response. Only told on its own thread. */
public interface Waiter {
    /** Its thread. The same object for all of one thread: what arrives together is handed over together. */
    Executor home();

    /** Whether it wants the deltas, too. */
    boolean wantsChunks();

    /** The response is there; it is shared with others and must not be changed. */
    void answered(CompletionResponse response);

    /** The request was not written, and nobody tries again. */
    void unwritten(Delivery.Reason reason);

    /** Chunks of the answer, as they came; shared with others. */
    void arrived(List<CompletionChunk> chunks);
}
