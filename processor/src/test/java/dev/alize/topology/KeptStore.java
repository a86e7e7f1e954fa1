package dev.alize.topology;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store whose rows outlive the task, as restored rows do; the test driver forgets those of its own stores. */
final class KeptStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final NavigableMap<Bytes, byte[]> rows;
    private final Position position = Position.emptyPosition();
    private final AtomicInteger failing;
    private boolean open;

    private KeptStore(String name, NavigableMap<Bytes, byte[]> rows, AtomicInteger failing) {
        this.name = name;
        this.rows = rows;
        this.failing = failing;
    }

    /** Makes stores of the same rows, one for each start of the task. */
    static final class Supplier implements KeyValueBytesStoreSupplier {
        private final String name;
        private final NavigableMap<Bytes, byte[]> rows = new TreeMap<>();
        private final AtomicInteger failing = new AtomicInteger();

        private Supplier(String name) {
            this.name = name;
        }

        /** Lets the n-th write of a row from now on fail, as after a fence. */
        void failWrite(int n) {
            failing.set(n);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new KeptStore(name, rows, failing);
        }

        @Override
        public String metricsScope() {
            return "kept";
        }
    }

    static Supplier supplier(String name) {
        return new Supplier(name);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (failing.get() > 0 && failing.decrementAndGet() == 0) {
            throw new IllegalStateException("the store failed");
        }
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        return rows.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return rows.remove(key);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return iterate(rows.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return iterate(rows);
    }

    private static KeyValueIterator<Bytes, byte[]> iterate(NavigableMap<Bytes, byte[]> rows) {
        TreeMap<Bytes, byte[]> copy = new TreeMap<>(rows);
        Iterator<Map.Entry<Bytes, byte[]>> entries = copy.entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                Map.Entry<Bytes, byte[]> entry = entries.next();
                return KeyValue.pair(entry.getKey(), entry.getValue());
            }

            @Override
            public Bytes peekNextKey() {
                return copy.firstKey();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public Position getPosition() {
        return position;
    }
}
