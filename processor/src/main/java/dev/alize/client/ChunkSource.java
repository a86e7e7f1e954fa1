package dev.alize.client;

import dev.alize.schemas.CompletionChunk;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The topic of chunks, as an edge reads it: committed ones only. Used by one thread. */
public interface ChunkSource extends AutoCloseable {
    /**
     * Fixes where reading starts; call it before the request is sent.
     *
     * @param fromStart whether to read all chunks that are kept, rather than only those that are still to come
     */
    void begin(boolean fromStart);

    /**
     * Reads chunks.
     *
     * @param timeout how long to wait for the first one
     * @param wanted tells by record key, an ordering key or request id, which chunks to decode
     * @param chunks receives the wanted ones, on this thread
     */
    void poll(Duration timeout, Predicate<String> wanted, Consumer<CompletionChunk> chunks);

    @Override
    void close();
}
