package dev.alize.connect.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Avro's schemas of Connect's: the one it was made of where it was made of one, but for aliases and properties that Connect
 * cannot keep. Not cached here.
 */
final class AvroSchemas {
    private final Naming naming;
    private final Map<String, Schema> named = new HashMap<>();
    private final Map<String, org.apache.kafka.connect.data.Schema> sources = new HashMap<>();

    private AvroSchemas(Naming naming) {
        this.naming = naming;
    }

    /**
     * The schema to write such data with.
     *
     * @throws DataException where two structs of one name differ, or a name is none in Avro
     */
    static Schema of(org.apache.kafka.connect.data.Schema schema, Naming naming) {
        return new AvroSchemas(naming).convert(schema);
    }

    private Schema convert(org.apache.kafka.connect.data.Schema schema) {
        if (Names.UNION.equals(schema.name())) {
            return union(schema);
        }
        Schema plain = plain(schema);
        if (!schema.isOptional()) {
            return plain;
        }
        Schema none = Schema.create(Schema.Type.NULL);
        return Schema.createUnion(schema.defaultValue() == null ? List.of(none, plain) : List.of(plain, none));
    }

    private Schema union(org.apache.kafka.connect.data.Schema schema) {
        List<Schema> types = new ArrayList<>();
        if (schema.isOptional()) {
            types.add(Schema.create(Schema.Type.NULL));
        }
        schema.fields().forEach(field -> types.add(plain(field.schema())));
        return Schema.createUnion(types);
    }

    /** As if it were not optional. */
    private Schema plain(org.apache.kafka.connect.data.Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN -> annotated(Schema.create(Schema.Type.BOOLEAN), schema);
            case INT8 -> annotated(typed("int8"), schema);
            case INT16 -> annotated(typed("int16"), schema);
            case INT32 -> annotated(Schema.create(Schema.Type.INT), schema);
            case INT64 -> annotated(Schema.create(Schema.Type.LONG), schema);
            case FLOAT32 -> annotated(Schema.create(Schema.Type.FLOAT), schema);
            case FLOAT64 -> annotated(Schema.create(Schema.Type.DOUBLE), schema);
            case STRING ->
                parameter(schema, Names.ENUM) == null
                        ? annotated(Schema.create(Schema.Type.STRING), schema)
                        : enumeration(schema);
            case BYTES ->
                parameter(schema, Names.FIXED_SIZE) == null || schema.name() == null
                        ? annotated(Schema.create(Schema.Type.BYTES), schema)
                        : fixed(schema.name(), schema);
            case ARRAY -> annotated(Schema.createArray(convert(schema.valueSchema())), schema);
            case MAP -> map(schema);
            case STRUCT -> Names.UNION.equals(schema.name()) ? union(schema) : record(schema);
        };
    }

    private static Schema typed(String connectType) {
        Schema schema = Schema.create(Schema.Type.INT);
        schema.addProp(Names.CONNECT_TYPE, connectType);
        return schema;
    }

    private Schema map(org.apache.kafka.connect.data.Schema schema) {
        org.apache.kafka.connect.data.Schema key = schema.keySchema();
        if (key.type() == org.apache.kafka.connect.data.Schema.Type.STRING && !key.isOptional()) {
            return annotated(Schema.createMap(convert(schema.valueSchema())), schema);
        }
        Schema entry = schema.name() == null
                ? Schema.createRecord(Names.MAP_ENTRY, null, Names.MAP_ENTRY_NAMESPACE, false)
                : Schema.createRecord(schema.name(), null, null, false);
        if (schema.name() != null) {
            entry.addProp(Names.CONNECT_INTERNAL_TYPE, Names.MAP_ENTRY);
        }
        entry.setFields(List.of(
                new Schema.Field(Names.KEY, convert(key), null, (Object) null),
                new Schema.Field(Names.VALUE, convert(schema.valueSchema()), null, (Object) null)));
        return annotated(Schema.createArray(entry), schema);
    }

    private Schema enumeration(org.apache.kafka.connect.data.Schema schema) {
        String name = Objects.requireNonNull(parameter(schema, Names.ENUM));
        List<String> symbols = schema.parameters().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Names.ENUM_SYMBOL))
                .map(Map.Entry::getValue)
                .toList();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        Schema known = named.get(name);
        if (known != null
                && known.getType() == Schema.Type.ENUM
                && known.getEnumSymbols().equals(symbols)) {
            return known;
        }
        String doc = parameter(schema, Names.ENUM_DOC + simple);
        String otherwise = parameter(schema, Names.ENUM_DEFAULT + simple);
        Schema made = annotated(Schema.createEnum(name, doc, null, symbols, otherwise), schema);
        remember(name, schema, made);
        return made;
    }

    private Schema fixed(String name, org.apache.kafka.connect.data.Schema schema) {
        int size = Integer.parseInt(Objects.requireNonNull(parameter(schema, Names.FIXED_SIZE)));
        Schema known = named.get(name);
        if (known != null && known.getType() == Schema.Type.FIXED && known.getFixedSize() == size) {
            return known;
        }
        Schema made = annotated(Schema.createFixed(name, parameter(schema, Names.RECORD_DOC), null, size), schema);
        remember(name, schema, made);
        return made;
    }

    private Schema record(org.apache.kafka.connect.data.Schema schema) {
        String name = schema.name() == null ? Names.UNNAMED : schema.name();
        org.apache.kafka.connect.data.Schema source = sources.get(name);
        if (source != null && source.fields().equals(schema.fields())) {
            return Objects.requireNonNull(named.get(name));
        }
        Schema made = Schema.createRecord(name, parameter(schema, Names.RECORD_DOC), null, false);
        remember(name, schema, made);
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            fields.add(field(field, parameter(schema, Names.FIELD_DOC + field.name())));
        }
        made.setFields(fields);
        return annotated(made, schema);
    }

    private void remember(String name, org.apache.kafka.connect.data.Schema schema, Schema made) {
        if (named.put(name, made) != null) {
            throw new DataException("Two different types are called " + name
                    + ", expected names of their own (SetSchemaMetadata gives one to a record)");
        }
        sources.put(name, schema);
    }

    private Schema.Field field(Field field, @Nullable String doc) {
        Schema schema = convert(field.schema());
        Object value = field.schema().defaultValue();
        if (value == null) {
            return new Schema.Field(
                    field.name(), schema, doc, field.schema().isOptional() ? JsonProperties.NULL_VALUE : null);
        }
        Schema first = schema.getType() == Schema.Type.UNION ? schema.getTypes().getFirst() : schema;
        Object datum = AvroValues.strict().convert(field.schema(), value, first);
        return new Schema.Field(field.name(), schema, doc, Defaults.json(datum));
    }

    private Schema annotated(Schema made, org.apache.kafka.connect.data.Schema schema) {
        logical(made, schema);
        if (made.getLogicalType() == null) {
            metadata(made, schema);
        }
        parameters(schema).forEach((name, value) -> {
            if (name.startsWith("avro")) {
                add(made, name, value);
            }
        });
        return made;
    }

    /** What Avro cannot say by itself; a logical type says all that Connect's has. */
    private void metadata(Schema made, org.apache.kafka.connect.data.Schema schema) {
        if (naming.metadata()) {
            add(made, Names.CONNECT_DOC, schema.doc());
            add(made, Names.CONNECT_VERSION, schema.version());
            Map<String, String> others = new HashMap<>(parameters(schema));
            others.keySet().removeIf(Names::isInternal);
            add(made, Names.CONNECT_PARAMETERS, others.isEmpty() ? null : others);
        }
        if (schema.name() != null && !schema.name().equals(nameOf(made))) {
            add(made, Names.CONNECT_NAME, schema.name());
        }
    }

    private static @Nullable String nameOf(Schema made) {
        return switch (made.getType()) {
            case RECORD, ENUM, FIXED -> made.getFullName();
            default -> null;
        };
    }

    private static void logical(Schema made, org.apache.kafka.connect.data.Schema schema) {
        switch (String.valueOf(schema.name())) {
            case Timestamp.LOGICAL_NAME -> LogicalTypes.timestampMillis().addToSchema(made);
            case Date.LOGICAL_NAME -> LogicalTypes.date().addToSchema(made);
            case Time.LOGICAL_NAME -> LogicalTypes.timeMillis().addToSchema(made);
            case Decimal.LOGICAL_NAME -> {
                int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
                String given = parameter(schema, Names.DECIMAL_PRECISION);
                int precision = given == null ? Names.DEFAULT_PRECISION : Integer.parseInt(given);
                if (scale < 0 || scale > precision) {
                    throw new DataException("A decimal has scale " + scale + " and precision " + precision
                            + ", expected a scale from 0 to the precision");
                }
                LogicalTypes.decimal(precision, scale).addToSchema(made);
            }
            default -> {}
        }
    }

    private static void add(Schema made, String property, @Nullable Object value) {
        if (value != null) {
            made.addProp(property, value);
        }
    }

    private static Map<String, String> parameters(org.apache.kafka.connect.data.Schema schema) {
        return schema.parameters() == null ? Map.of() : schema.parameters();
    }

    private static @Nullable String parameter(org.apache.kafka.connect.data.Schema schema, String name) {
        return parameters(schema).get(name);
    }
}
