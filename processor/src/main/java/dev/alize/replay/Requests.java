package dev.alize.replay;

import dev.alize.schemas.CompletionRequest;
import java.util.NavigableSet;
import java.util.Optional;

/** The topics of requests, read by offset. Thread-safe. */
interface Requests {
    /** Takes requests that were found. */
    interface Found {
        /** @param request empty where the record cannot be read */
        void found(long offset, Optional<CompletionRequest> request);
    }

    /** Reads some requests of a partition, those that are still there in the order of their offsets. */
    void read(String topic, int partition, NavigableSet<Long> offsets, Found found) throws InterruptedException;
}
