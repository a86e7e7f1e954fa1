package dev.alize.connect.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A bounded number of results, those used last. Any thread may use it. */
final class Recent<K, V> {
    private final Map<K, V> entries;

    Recent(int size) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }

    synchronized V get(K key, Function<K, V> make) {
        V value = entries.get(key);
        if (value == null) {
            value = make.apply(key);
            entries.put(key, value);
        }
        return value;
    }
}
