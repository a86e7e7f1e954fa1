package dev.alize.connect.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Avro's values of Connect's, by an Avro schema that the data need not have been made for: fields are found by name, a text
 * becomes an enum's symbol, a whole number a number of another width that holds it, a map without schema or a struct becomes
 * a record or a map. Absent fields have their defaults. Pure.
 */
final class AvroValues {
    private final boolean ignoreUnknown;

    private AvroValues(boolean ignoreUnknown) {
        this.ignoreUnknown = ignoreUnknown;
    }

    /** Refuses fields that the Avro schema does not have. */
    static AvroValues strict() {
        return new AvroValues(false);
    }

    /** Leaves them out: the data may be those of a newer schema. */
    static AvroValues lenient() {
        return new AvroValues(true);
    }

    /**
     * The value as Avro's generic writer takes it.
     *
     * @param schema Connect's; null where the data have none
     * @throws Mismatch where the value is not one of the Avro schema
     */
    @Nullable
    Object convert(org.apache.kafka.connect.data.@Nullable Schema schema, @Nullable Object value, Schema avro) {
        if (avro.getType() == Schema.Type.UNION) {
            return union(schema, value, avro);
        }
        if (value == null) {
            if (avro.getType() == Schema.Type.NULL) {
                return null;
            }
            throw Mismatch.of(null, Scalars.expected(avro));
        }
        return switch (avro.getType()) {
            case ARRAY -> list(schema, value, avro);
            case MAP -> map(schema, value, avro);
            case RECORD -> record(value, avro);
            default -> Scalars.of(value, avro);
        };
    }

    private @Nullable Object union(
            org.apache.kafka.connect.data.@Nullable Schema schema, @Nullable Object value, Schema avro) {
        if (value == null) {
            if (avro.isNullable()) {
                return null;
            }
            throw Mismatch.of(null, Scalars.expected(avro));
        }
        if (value instanceof Struct struct && Choice.isUnion(struct.schema())) {
            for (org.apache.kafka.connect.data.Field field : struct.schema().fields()) {
                Object chosen = struct.getWithoutDefault(field.name());
                if (chosen != null) {
                    return convert(field.schema(), chosen, Choice.of(field, chosen, avro));
                }
            }
            return union(schema, null, avro);
        }
        return convert(schema, value, Choice.of(value, avro));
    }

    private Object list(org.apache.kafka.connect.data.@Nullable Schema schema, Object value, Schema avro) {
        Schema element = avro.getElementType();
        if (value instanceof Map<?, ?> map && MapEntries.is(element)) {
            return entries(schema, map, element);
        }
        if (!(value instanceof Collection<?> items)) {
            throw Mismatch.of(value, Scalars.expected(avro));
        }
        List<@Nullable Object> list = new ArrayList<>(items.size());
        for (Object item : items) {
            list.add(inside(
                    "[" + list.size() + "]",
                    () -> convert(schema == null ? null : schema.valueSchema(), item, element)));
        }
        return list;
    }

    private Object entries(org.apache.kafka.connect.data.@Nullable Schema schema, Map<?, ?> map, Schema entry) {
        List<Object> list = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            GenericData.Record pair = new GenericData.Record(entry);
            pair.put(
                    Names.KEY,
                    convert(
                            schema == null ? null : schema.keySchema(),
                            key,
                            entry.getField(Names.KEY).schema()));
            pair.put(
                    Names.VALUE,
                    convert(
                            schema == null ? null : schema.valueSchema(),
                            value,
                            entry.getField(Names.VALUE).schema()));
            list.add(pair);
        });
        return list;
    }

    private Object map(org.apache.kafka.connect.data.@Nullable Schema schema, Object value, Schema avro) {
        Map<String, @Nullable Object> made = new HashMap<>();
        if (value instanceof Struct struct) {
            for (org.apache.kafka.connect.data.Field field : struct.schema().fields()) {
                Object item = struct.get(field);
                if (item != null) {
                    made.put(
                            field.name(),
                            inside(field.name(), () -> convert(field.schema(), item, avro.getValueType())));
                }
            }
            return made;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw Mismatch.of(value, Scalars.expected(avro));
        }
        map.forEach((key, item) -> made.put(
                String.valueOf(key),
                inside("{}", () -> convert(schema == null ? null : schema.valueSchema(), item, avro.getValueType()))));
        return made;
    }

    private Object record(Object value, Schema avro) {
        return switch (value) {
            case Struct struct -> struct(struct, avro);
            case Map<?, ?> map -> members(map, avro);
            default -> throw Mismatch.of(value, Scalars.expected(avro));
        };
    }

    private Object struct(Struct struct, Schema avro) {
        org.apache.kafka.connect.data.Schema schema = struct.schema();
        GenericData.Record made = new GenericData.Record(avro);
        for (Schema.Field field : avro.getFields()) {
            org.apache.kafka.connect.data.Field from = schema.field(field.name());
            Object value = from == null ? null : value(struct, from);
            made.put(field.pos(), member(from == null ? null : from.schema(), value, field));
        }
        if (!ignoreUnknown) {
            refuseOthers(
                    schema.fields().stream()
                            .map(org.apache.kafka.connect.data.Field::name)
                            .toList(),
                    avro);
        }
        return made;
    }

    /** A null that the struct may have stays one, whatever its schema's default. */
    private static @Nullable Object value(Struct struct, org.apache.kafka.connect.data.Field field) {
        return field.schema().isOptional() ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }

    private Object members(Map<?, ?> map, Schema avro) {
        GenericData.Record made = new GenericData.Record(avro);
        for (Schema.Field field : avro.getFields()) {
            made.put(field.pos(), member(null, map.get(field.name()), field));
        }
        if (!ignoreUnknown) {
            refuseOthers(map.keySet().stream().map(String::valueOf).toList(), avro);
        }
        return made;
    }

    private @Nullable Object member(
            org.apache.kafka.connect.data.@Nullable Schema schema, @Nullable Object value, Schema.Field field) {
        boolean nullable = field.schema().isNullable();
        boolean absent = value == null && (schema == null || !nullable);
        if (absent && field.hasDefaultValue()) {
            return GenericData.get().getDefaultValue(field);
        }
        return inside(field.name(), () -> convert(schema, value, field.schema()));
    }

    private static void refuseOthers(List<String> names, Schema avro) {
        for (String name : names) {
            if (avro.getField(name) == null) {
                throw new Mismatch("got a field " + name + ", expected only those of " + avro.getFullName());
            }
        }
    }

    private static @Nullable Object inside(String field, Supplier<@Nullable Object> convert) {
        try {
            return convert.get();
        } catch (Mismatch e) {
            throw e.in(field);
        }
    }
}
