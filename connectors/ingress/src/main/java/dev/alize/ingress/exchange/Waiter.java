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

    /** The response was read from its topic, where it was before: its chunks need not come any more; shared, too. */
    void found(CompletionResponse response);

    /** Whether it wants to be told by {@link #opened}. */
    boolean wantsOpened();

    /** The request is on its topic. @param body hash of what is asked there; empty where it does not say */
    void opened(String body);

    /** There will be no response here: the request was not written or not looked up, or what came cannot be told. */
    void failed(Delivery.Reason reason);

    /** Chunks of the answer, as they came; shared with others. */
    void arrived(List<CompletionChunk> chunks);
}
