package dev.alize.topology;

import dev.alize.domain.RequestKey;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final Hash16 NO_CONTENT = new Hash16(new byte[RequestKey.LENGTH]);

    private final KeyValueStore<Bytes, byte[]> store;
    private final Rows rows = new Rows();
    private final EngineSettings settings;
    private final AtomicLong entries;
    private final Runnable evicted;
    private final ExpiryQueue answered;
    private final ExpiryQueue cancelledEarly;

    /**
     * @param entries rows of answered requests in the whole process
     * @param evicted told of each row that left before its window was over
     */
    RequestTable(KeyValueStore<Bytes, byte[]> store, EngineSettings settings, AtomicLong entries, Runnable evicted) {
        this.store = store;
        this.settings = settings;
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

    /** @param row an encoded row of place CALLED */
    void open(RequestKey key, byte[] row) {
        store.put(Bytes.wrap(key.bytes()), row);
    }

    void answer(RequestKey key, Hash16 content, long nowMs) {
        put(key, Place.ANSWERED, content, nowMs);
        remember(answered, key, nowMs);
        expire(nowMs);
    }

    void cancelEarly(RequestKey key, long nowMs) {
        put(key, Place.CANCELLED_EARLY, NO_CONTENT, nowMs);
        remember(cancelledEarly, key, nowMs);
        expire(nowMs);
    }

    private void put(RequestKey key, Place place, Hash16 content, long nowMs) {
        RequestRow row = new RequestRow(place, 0, content, Instant.ofEpochMilli(nowMs), null);
        store.put(Bytes.wrap(key.bytes()), rows.encode(row));
    }

    private void remember(ExpiryQueue queue, RequestKey key, long nowMs) {
        queue.add(key, nowMs);
        entries.incrementAndGet();
    }

    /** Removes the rows whose window is over, and the oldest where there are too many. */
    void expire(long nowMs) {
        while (answered.pollExpired(nowMs, (key, at) -> forget(key, Place.ANSWERED, at))) {}
        while (cancelledEarly.pollExpired(nowMs, (key, at) -> forget(key, Place.CANCELLED_EARLY, at))) {}
        while (entries.get() > settings.idempotencyEntries()
                && answered.pollOldest((key, at) -> forget(key, Place.ANSWERED, at))) {
            evicted.run();
        }
        while (cancelledEarly.size() > settings.idempotencyEntries()
                && cancelledEarly.pollOldest((key, at) -> forget(key, Place.CANCELLED_EARLY, at))) {
            evicted.run();
        }
    }

    /**
     * Deletes the row that this entry was added for. The same request may have a newer row by now, with an entry of its
     * own: called again after its window, or cancelled early and then answered.
     */
    private void forget(RequestKey key, Place place, long atMs) {
        entries.decrementAndGet();
        RequestRow row = find(key);
        if (row != null && row.getPlace() == place && row.getAt().toEpochMilli() == atMs) {
            store.delete(Bytes.wrap(key.bytes()));
        }
    }

    /** Reads the restored store: refills the windows, and returns the open rows, oldest request first. */
    List<KeyValue<RequestKey, RequestRow>> restore() {
        List<KeyValue<RequestKey, RequestRow>> open = new ArrayList<>();
        List<KeyValue<RequestKey, RequestRow>> closed = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                RequestRow row = rows.decode(entry.value);
                var keyed = KeyValue.pair(RequestKey.of(entry.key.get()), row);
                (row.getOpen() == null ? closed : open).add(keyed);
            }
        }
        closed.sort(Comparator.comparing(entry -> entry.value.getAt()));
        for (var entry : closed) {
            ExpiryQueue queue = entry.value.getPlace() == Place.CANCELLED_EARLY ? cancelledEarly : answered;
            remember(queue, entry.key, entry.value.getAt().toEpochMilli());
        }
        open.sort(Comparator.comparing(entry -> entry.value.getOpen().getRequestedAt()));
        return open;
    }

    /** The task leaves this process: its rows no longer count here. */
    void close() {
        entries.addAndGet(-(answered.size() + (long) cancelledEarly.size()));
    }
}
