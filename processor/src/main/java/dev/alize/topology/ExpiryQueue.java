package dev.alize.topology;

import dev.alize.domain.RequestKey;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/**
 * Keys in the order in which they expire: 24 bytes an entry, so that a million fits into 24 MB. Grows as needed, never
 * shrinks. Owned by one stream thread at a time.
 */
final class ExpiryQueue {
    private final long windowMs;
    private long[] high = new long[64];
    private long[] low = new long[64];
    private long[] at = new long[64];
    private int head;
    private int size;

    /** @param windowMs milliseconds that an entry stays */
    ExpiryQueue(long windowMs) {
        this.windowMs = windowMs;
    }

    /** Adds an entry; {@code atMs} should not be smaller than that of the entry before, or it stays a little longer. */
    void add(RequestKey key, long atMs) {
        if (size == at.length) {
            grow();
        }
        int tail = (head + size++) & (at.length - 1);
        high[tail] = key.high();
        low[tail] = key.low();
        at[tail] = atMs;
    }

    /** Removes the oldest entry where it has expired; {@code expired} is told when it was added. */
    boolean pollExpired(long nowMs, ObjLongConsumer<RequestKey> expired) {
        return size > 0 && at[head] + windowMs <= nowMs && pollOldest(expired);
    }

    /** Removes the oldest entry. */
    boolean pollOldest(ObjLongConsumer<RequestKey> removed) {
        if (size == 0) {
            return false;
        }
        RequestKey key = new RequestKey(high[head], low[head]);
        long added = at[head];
        head = (head + 1) & (at.length - 1);
        size--;
        removed.accept(key, added);
        return true;
    }

    int size() {
        return size;
    }

    private void grow() {
        high = unrolled(high);
        low = unrolled(low);
        at = unrolled(at);
        head = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] grown = Arrays.copyOfRange(ring, head, head + ring.length * 2);
        System.arraycopy(ring, 0, grown, ring.length - head, head);
        return grown;
    }
}
