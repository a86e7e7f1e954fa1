package dev.alize.connect.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Connect's values of Avro's, where one schema was made of the other. Pure. */
final class ConnectValues {
    private final Naming naming;

    private ConnectValues(Naming naming) {
        this.naming = naming;
    }

    /**
     * The value as Connect has it.
     *
     * @param schema what {@link ConnectSchemas} makes of {@code avro}
     * @param datum as Avro's generic reader gives it
     */
    static @Nullable Object of(Schema schema, org.apache.avro.Schema avro, @Nullable Object datum, Naming naming) {
        return new ConnectValues(naming).convert(schema, avro, datum);
    }

    private @Nullable Object convert(Schema schema, org.apache.avro.Schema avro, @Nullable Object datum) {
        if (avro.getType() == org.apache.avro.Schema.Type.UNION) {
            return union(schema, avro, datum);
        }
        if (datum == null) {
            return null;
        }
        return switch (avro.getType()) {
            case BOOLEAN, FLOAT, DOUBLE -> datum;
            case INT -> integer(schema, (Integer) datum);
            case LONG ->
                Timestamp.LOGICAL_NAME.equals(schema.name()) ? Timestamp.toLogical(schema, (Long) datum) : datum;
            case STRING, ENUM -> datum.toString();
            case BYTES, FIXED -> bytes(schema, datum);
            case ARRAY -> list(schema, avro, (Collection<?>) datum);
            case MAP -> map(schema, avro, (Map<?, ?>) datum);
            case RECORD -> struct(schema, avro, (IndexedRecord) datum);
            case UNION, NULL -> throw Mismatch.of(datum, "nothing");
        };
    }

    private @Nullable Object union(Schema schema, org.apache.avro.Schema avro, @Nullable Object datum) {
        if (datum == null) {
            return null;
        }
        if (Unions.optional(avro) != null) {
            return convert(schema, Unions.single(avro), datum);
        }
        org.apache.avro.Schema type = avro.getTypes().get(GenericData.get().resolveUnion(avro, datum));
        Field field = schema.field(naming.unionField(type));
        return new Struct(schema).put(field, convert(field.schema(), type, datum));
    }

    private static Object integer(Schema schema, Integer value) {
        return switch (schema.type()) {
            case INT8 -> value.byteValue();
            case INT16 -> value.shortValue();
            default -> {
                if (Date.LOGICAL_NAME.equals(schema.name())) {
                    yield Date.toLogical(schema, value);
                }
                yield Time.LOGICAL_NAME.equals(schema.name()) ? Time.toLogical(schema, value) : value;
            }
        };
    }

    private static Object bytes(Schema schema, Object datum) {
        ByteBuffer buffer = switch (datum) {
            case GenericFixed fixed -> ByteBuffer.wrap(fixed.bytes());
            case byte[] array -> ByteBuffer.wrap(array);
            default -> (ByteBuffer) datum;
        };
        if (!Decimal.LOGICAL_NAME.equals(schema.name())) {
            return buffer.duplicate();
        }
        byte[] unscaled = new byte[buffer.remaining()];
        buffer.duplicate().get(unscaled);
        int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    private Object list(Schema schema, org.apache.avro.Schema avro, Collection<?> datum) {
        org.apache.avro.Schema element = avro.getElementType();
        if (schema.type() == Schema.Type.MAP) {
            return entries(schema, element, datum);
        }
        List<@Nullable Object> list = new ArrayList<>(datum.size());
        datum.forEach(item -> list.add(convert(schema.valueSchema(), element, item)));
        return list;
    }

    private Object entries(Schema schema, org.apache.avro.Schema entry, Collection<?> datum) {
        org.apache.avro.Schema.Field key = entry.getField(Names.KEY);
        org.apache.avro.Schema.Field value = entry.getField(Names.VALUE);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object item : datum) {
            IndexedRecord pair = (IndexedRecord) item;
            map.put(
                    convert(schema.keySchema(), key.schema(), pair.get(key.pos())),
                    convert(schema.valueSchema(), value.schema(), pair.get(value.pos())));
        }
        return map;
    }

    private Object map(Schema schema, org.apache.avro.Schema avro, Map<?, ?> datum) {
        Map<String, @Nullable Object> map = HashMap.newHashMap(datum.size());
        datum.forEach(
                (key, value) -> map.put(key.toString(), convert(schema.valueSchema(), avro.getValueType(), value)));
        return map;
    }

    private Object struct(Schema schema, org.apache.avro.Schema avro, IndexedRecord datum) {
        Struct struct = new Struct(schema);
        for (org.apache.avro.Schema.Field field : avro.getFields()) {
            Field to = schema.field(field.name());
            struct.put(to, convert(to.schema(), field.schema(), datum.get(field.pos())));
        }
        return struct;
    }
}
