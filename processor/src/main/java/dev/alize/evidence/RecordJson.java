package dev.alize.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Avro records as JSON: members by the names of the schema, moments in ISO 8601, bytes in hexadecimal digits. */
final class RecordJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RecordJson() {}

    static ObjectNode of(IndexedRecord record) {
        ObjectNode node = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null) {
                node.set(field.name(), value(value));
            }
        }
        return node;
    }

    private static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case IndexedRecord record -> of(record);
            case List<?> list -> {
                ArrayNode array = JSON.arrayNode();
                list.forEach(item -> array.add(value(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode node = JSON.objectNode();
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(key.toString(), item));
                sorted.forEach((key, item) -> node.set(key, value(item)));
                yield node;
            }
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case Boolean bool -> JSON.booleanNode(bool);
            case ByteBuffer bytes -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield JSON.textNode(HexFormat.of().formatHex(copy));
            }
            default -> JSON.textNode(value.toString());
        };
    }
}
