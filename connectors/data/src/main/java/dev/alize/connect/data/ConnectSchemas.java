package dev.alize.connect.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Connect's schemas of Avro's. Pure; not cached here. */
final class ConnectSchemas {
    private final Naming naming;
    private final Map<String, WithinItself.Whole> open = new HashMap<>();

    private ConnectSchemas(Naming naming) {
        this.naming = naming;
    }

    /**
     * The schema of what records with this Avro schema become.
     *
     * @throws DataException where Connect cannot have it: null alone, a union of two types that would have one name
     */
    static org.apache.kafka.connect.data.Schema of(Schema schema, Naming naming) {
        return new ConnectSchemas(naming).convert(schema, false, null);
    }

    private org.apache.kafka.connect.data.Schema convert(Schema schema, boolean optional, @Nullable Field field) {
        if (schema.getType() == Schema.Type.UNION && Unions.optional(schema) != null) {
            return convert(Unions.single(schema), true, field);
        }
        if (schema.getType() == Schema.Type.RECORD) {
            return record(schema, optional, field);
        }
        return build(builder(schema), schema, optional, field);
    }

    private org.apache.kafka.connect.data.Schema record(Schema schema, boolean optional, @Nullable Field field) {
        String name = schema.getFullName();
        WithinItself.Whole around = open.get(name);
        if (around != null) {
            return new WithinItself(name, optional, around);
        }
        WithinItself.Whole whole = new WithinItself.Whole();
        open.put(name, whole);
        org.apache.kafka.connect.data.Schema built = build(struct(schema), schema, optional, field);
        whole.set(built);
        open.remove(name);
        return built;
    }

    private org.apache.kafka.connect.data.Schema build(
            SchemaBuilder builder, Schema schema, boolean optional, @Nullable Field field) {
        annotate(builder, schema);
        if (optional || Unions.hasNull(schema)) {
            builder.optional();
        }
        addDefault(builder, schema, field);
        return builder.build();
    }

    private SchemaBuilder builder(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INT -> integer(schema);
            case LONG -> is(schema, "timestamp-millis") ? Timestamp.builder() : SchemaBuilder.int64();
            case FLOAT -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case STRING -> SchemaBuilder.string();
            case BYTES, FIXED -> bytes(schema);
            case ENUM -> symbols(schema);
            case ARRAY -> list(schema.getElementType());
            case MAP ->
                SchemaBuilder.map(
                        org.apache.kafka.connect.data.Schema.STRING_SCHEMA,
                        convert(schema.getValueType(), false, null));
            case RECORD -> struct(schema);
            case UNION -> union(schema);
            case NULL -> throw new DataException("Got the type null alone, expected it within a union");
        };
    }

    private static SchemaBuilder integer(Schema schema) {
        if (is(schema, "date")) {
            return Date.builder();
        }
        if (is(schema, "time-millis")) {
            return Time.builder();
        }
        return switch (String.valueOf(schema.getProp(Names.CONNECT_TYPE))) {
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            default -> SchemaBuilder.int32();
        };
    }

    private SchemaBuilder bytes(Schema schema) {
        if (!is(schema, "decimal")) {
            SchemaBuilder plain = SchemaBuilder.bytes();
            if (schema.getType() == Schema.Type.FIXED) {
                plain.parameter(Names.FIXED_SIZE, Integer.toString(schema.getFixedSize()));
                parameter(plain, Names.RECORD_DOC, naming.metadata() ? schema.getDoc() : null);
            }
            return plain;
        }
        SchemaBuilder builder = Decimal.builder(number(schema, "scale", 0));
        int precision = number(schema, "precision", Names.DEFAULT_PRECISION);
        if (precision != Names.DEFAULT_PRECISION) {
            builder.parameter(Names.DECIMAL_PRECISION, Integer.toString(precision));
        }
        return builder;
    }

    private static int number(Schema schema, String property, int otherwise) {
        return schema.getObjectProp(property) instanceof Number number ? number.intValue() : otherwise;
    }

    private SchemaBuilder symbols(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.string();
        if (naming.metadata()) {
            parameter(builder, Names.ENUM_DOC + schema.getName(), schema.getDoc());
            parameter(builder, Names.ENUM_DEFAULT + schema.getName(), schema.getEnumDefault());
        }
        builder.parameter(Names.ENUM, schema.getFullName());
        schema.getEnumSymbols().forEach(symbol -> builder.parameter(Names.ENUM_SYMBOL + symbol, symbol));
        return builder;
    }

    private SchemaBuilder list(Schema element) {
        if (!MapEntries.is(element)) {
            return SchemaBuilder.array(convert(element, false, null));
        }
        return SchemaBuilder.map(
                convert(element.getField(Names.KEY).schema(), false, null),
                convert(element.getField(Names.VALUE).schema(), false, null));
    }

    private SchemaBuilder struct(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (naming.metadata()) {
            parameter(builder, Names.RECORD_DOC, schema.getDoc());
        }
        for (Field field : schema.getFields()) {
            if (naming.metadata()) {
                parameter(builder, Names.FIELD_DOC + field.name(), field.doc());
            }
            builder.field(field.name(), convert(field.schema(), false, field));
        }
        return builder;
    }

    private SchemaBuilder union(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (Schema type : Unions.types(schema)) {
            String name = naming.unionField(type);
            if (builder.field(name) != null) {
                throw new DataException("A union has two types called " + name
                        + ", expected one; enhanced.avro.schema.support=true takes their full names");
            }
            builder.field(name, convert(type, true, null));
        }
        return builder;
    }

    private void annotate(SchemaBuilder builder, Schema schema) {
        if (schema.getType() == Schema.Type.UNION) {
            builder.name(Names.UNION);
            return;
        }
        if (schema.getObjectProp(Names.CONNECT_VERSION) instanceof Number version) {
            set(builder.version(), version.intValue(), builder::version);
        }
        if (naming.metadata()) {
            set(builder.doc(), schema.getProp(Names.CONNECT_DOC), builder::doc);
            if (schema.getObjectProp(Names.CONNECT_PARAMETERS) instanceof Map<?, ?> parameters) {
                parameters.forEach((name, value) -> parameter(builder, name.toString(), value.toString()));
            }
        }
        schema.getObjectProps().forEach((name, value) -> {
            if (name.startsWith("avro")) {
                parameter(builder, name, value.toString());
            }
        });
        set(builder.name(), name(schema), builder::name);
    }

    private static @Nullable String name(Schema schema) {
        String given = schema.getProp(Names.CONNECT_NAME);
        boolean named =
                List.of(Schema.Type.RECORD, Schema.Type.ENUM, Schema.Type.FIXED).contains(schema.getType());
        String name = given == null && named ? schema.getFullName() : given;
        return Names.UNNAMED.equals(name) ? null : name;
    }

    private static <T> void set(@Nullable T there, @Nullable T value, Consumer<T> setter) {
        if (there == null && value != null) {
            setter.accept(value);
        }
    }

    private static void parameter(SchemaBuilder builder, String name, @Nullable String value) {
        boolean there = builder.parameters() != null && builder.parameters().containsKey(name);
        if (value != null && !there) {
            builder.parameter(name, value);
        }
    }

    /** That of a record is left out: Connect compares it with a schema that is not built yet. */
    private void addDefault(SchemaBuilder builder, Schema schema, @Nullable Field field) {
        boolean struct = builder.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT;
        if (field == null || !field.hasDefaultValue() || struct) {
            return;
        }
        Object value = GenericData.get().getDefaultValue(field);
        if (value != null) {
            builder.defaultValue(ConnectValues.of(builder, schema, value, naming));
        }
    }

    private static boolean is(Schema schema, String logicalType) {
        return logicalType.equals(schema.getProp("logicalType"));
    }
}
