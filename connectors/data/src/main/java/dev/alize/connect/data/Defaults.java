package dev.alize.connect.data;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Defaults as Avro's fields take them: in the terms of JSON. */
final class Defaults {
    private Defaults() {}

    static Object json(@Nullable Object datum) {
        if (datum == null) {
            return JsonProperties.NULL_VALUE;
        }
        if (datum instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (datum instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        if (datum instanceof GenericEnumSymbol<?> || datum instanceof CharSequence) {
            return datum.toString();
        }
        if (datum instanceof IndexedRecord record) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Schema.Field field : record.getSchema().getFields()) {
                fields.put(field.name(), json(record.get(field.pos())));
            }
            return fields;
        }
        if (datum instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put(key.toString(), json(value)));
            return entries;
        }
        return datum instanceof Collection<?> list
                ? list.stream().map(Defaults::json).toList()
                : datum;
    }
}
