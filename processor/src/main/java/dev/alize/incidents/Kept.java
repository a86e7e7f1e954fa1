package dev.alize.incidents;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Watch} keeps what it has to know after a restart: counts under {@code count/}, incidents under
 * {@code incident/} and the rest under {@code memory}.
 */
interface Kept {
    String COUNT = "count/";
    String INCIDENT = "incident/";
    String MEMORY = "memory";

    /** All that is kept: records of IncidentSignal, Incident and IncidentMemory. */
    void all(BiConsumer<String, SpecificRecord> reader);

    /** @param record null to forget the key */
    void put(String key, @Nullable SpecificRecord record);

    /** One in memory. */
    static Kept in(Map<String, SpecificRecord> map) {
        return new Kept() {
            @Override
            public void all(BiConsumer<String, SpecificRecord> reader) {
                map.forEach(reader);
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
