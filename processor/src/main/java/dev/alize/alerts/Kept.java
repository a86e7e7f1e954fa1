package dev.alize.alerts;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link Outbox} keeps what it has to know after a restart: rows under {@code row/}, incidents under
 * {@code incident/} and receivers under {@code receiver/}.
 */
interface Kept {
    String ROW = "row/";
    String INCIDENT = "incident/";
    String RECEIVER = "receiver/";

    /** All that is kept: records of AlertRow, AlertedIncident and AlertReceiver. */
    void all(BiConsumer<String, SpecificRecord> reader);

    /** @param record null to forget the key */
    void put(String key, @Nullable SpecificRecord record);

    /** One in memory. */
    static Kept in(Map<String, SpecificRecord> map) {
        return new Kept() {
            @Override
            public void all(BiConsumer<String, SpecificRecord> reader) {
                new TreeMap<>(map).forEach(reader);
            }

            @Override
            public void put(String key, @Nullable SpecificRecord record) {
                if (record == null) {
                    map.remove(key);
                } else {
                    map.put(key, record);
                }
            }
        };
    }
}
