package dev.alize.topology;

import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The one row per request of a task, and when the rows of answered requests leave. Owned by the task's stream thread.
 */
final class RequestTable {
    /** The store's name, and part of its changelog topic's. */
    static final String STORE = "requests";

    /** Rows removed beside each one that is added: more than one, so that the table shrinks back to its bound. */
    private static final int FEW = 20;

    private static final Hash16 NO_CONTENT = new Hash16(new byte[RequestKey.LENGTH]);

    private final KeyValueStore<Bytes, byte[]> store;
    private final Rows rows = new Rows();
    private final LongSupplier entries;
    private final Runnable evicted;
    private final ExpiryQueue answered;
    private final ExpiryQueue cancelledEarly;

    /**
     * @param entries most answered requests to remember in this task
     * @param evicted told of each row that left before its window was over
     */
    RequestTable(KeyValueStore<Bytes, byte[]> store, EngineSettings settings, LongSupplier entries, Runnable evicted) {
        this.store = store;
        this.entries = entries;
        this.evicted = evicted;
        this.answered = new ExpiryQueue(settings.idempotencyWindow().toMillis());
        this.cancelledEarly = new ExpiryQueue(settings.earlyCancelWindow().toMillis());
    }

    Rows rows() {
        return rows;
    }

    @Nullable
    RequestRow find(RequestKey key) {
        byte[] bytes = store.get(Bytes.wrap(key.bytes()));
        return bytes == null ? null : rows.decode(bytes);
    }

    /** @param row an encoded row of a place that is open */
    void open(RequestKey key, byte[] row) {
        store.put(Bytes.wrap(key.bytes()), row);
    }

    void answer(RequestKey key, Hash16 content, long nowMs) {
        put(key, Place.ANSWERED, content, nowMs);
        answered.add(key, nowMs);
        expire(nowMs, FEW);
    }

    void cancelEarly(RequestKey key, long nowMs) {
        put(key, Place.CANCELLED_EARLY, NO_CONTENT, nowMs);
        cancelledEarly.add(key, nowMs);
        expire(nowMs, FEW);
    }

    private void put(RequestKey key, Place place, Hash16 content, long nowMs) {
        RequestRow row = new RequestRow(place, 0, content, Instant.ofEpochMilli(nowMs), null);
        store.put(Bytes.wrap(key.bytes()), rows.encode(row));
    }

    /**
     * Removes rows whose window is over, and the oldest where there are too many.
     *
     * @param most how many rows at the most; what is left over leaves next time
     */
    void expire(long nowMs, int most) {
        long bound = entries.getAsLong();
        for (int removed = 0; removed < most; removed++) {
            boolean more = answered.pollExpired(nowMs, (key, at) -> forget(key, Place.ANSWERED, at))
                    || cancelledEarly.pollExpired(nowMs, (key, at) -> forget(key, Place.CANCELLED_EARLY, at))
                    || evict(answered, Place.ANSWERED, bound)
                    || evict(cancelledEarly, Place.CANCELLED_EARLY, bound);
            if (!more) {
                return;
            }
        }
    }

    private boolean evict(ExpiryQueue queue, Place place, long bound) {
        if (queue.size() <= bound) {
            return false;
        }
        evicted.run();
        return queue.pollOldest((key, at) -> forget(key, place, at));
    }

    /**
     * Deletes the row that this entry was added for. The same request may have a newer row by now, with an entry of its
     * own: called again after its window, or cancelled early and then answered.
     */
    private void forget(RequestKey key, Place place, long atMs) {
        RequestRow row = find(key);
        if (row != null && row.getPlace() == place && row.getAt().toEpochMilli() == atMs) {
            store.delete(Bytes.wrap(key.bytes()));
        }
    }

    /**
     * What the start of a task must know of an open row; the request itself stays in the store.
     *
     * @param arrival position among the requests of the task
     * @param orderingKey null where order does not matter
     * @param bytes of the row
     * @param target of the last attempt; null where none was made
     * @param dueAtMs when a delayed request is due; 0 where it is now
     * @param expiresAtMs when it is answered as expired; {@link Long#MAX_VALUE} where that is not known yet
     * @param parkedAt the policy whose verdict a parked request waits for; else null
     * @param reserved what it has reserved of budgets
     */
    record OpenRow(
            RequestKey key,
            Place place,
            long arrival,
            Instant requestedAt,
            String tenant,
            @Nullable String orderingKey,
            int bytes,
            @Nullable String target,
            long dueAtMs,
            long expiresAtMs,
            @Nullable String parkedAt,
            Reservations.Reserved reserved) {}

    /** Reads the restored store: refills the windows, and returns the open rows in the order of their arrival. */
    List<OpenRow> restore() {
        List<OpenRow> open = new ArrayList<>();
        List<KeyValue<RequestKey, RequestRow>> closed = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                RequestRow row = rows.decode(entry.value);
                RequestKey key = RequestKey.of(entry.key.get());
                if (row.getOpen() == null) {
                    closed.add(KeyValue.pair(key, row));
                } else {
                    open.add(openRow(key, row, entry.value.length));
                }
            }
        }
        closed.sort(Comparator.comparing(entry -> entry.value.getAt()));
        for (var entry : closed) {
            ExpiryQueue queue = entry.value.getPlace() == Place.CANCELLED_EARLY ? cancelledEarly : answered;
            queue.add(entry.key, entry.value.getAt().toEpochMilli());
        }
        open.sort(Comparator.comparingLong(OpenRow::arrival).thenComparing(OpenRow::requestedAt));
        return open;
    }

    private static OpenRow openRow(RequestKey key, RequestRow row, int bytes) {
        OpenRequest open = row.getOpen();
        CompletionRequest request = open.getRequest();
        return new OpenRow(
                key,
                row.getPlace(),
                open.getArrival(),
                open.getRequestedAt(),
                request.getTenant(),
                RequestRules.orderingKey(request),
                bytes,
                open.getTarget(),
                open.getDueAt() == null ? 0 : open.getDueAt().toEpochMilli(),
                open.getExpiresAt() == null
                        ? Long.MAX_VALUE
                        : open.getExpiresAt().toEpochMilli(),
                open.getParkedAt(),
                Reservations.Reserved.of(open));
    }
}
