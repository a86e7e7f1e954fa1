package dev.alize.connect.transform;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table and where its value comes from.
 *
 * @param path names of the fields that lead to the value, from the record on
 * @param kind what the value becomes
 */
record Column(String name, List<String> path, Kind kind, Schema schema) {
    /** The name by which Debezium's sinks know JSON. */
    private static final String JSON = "io.debezium.data.Json";

    private static final String INSTANT = "io.debezium.time.ZonedTimestamp";
    /** By this parameter Debezium's JDBC sink makes a column of PostgreSQL's jsonb, not json. */
    private static final Map<String, String> BINARY = Map.of("__debezium.source.column.type", "JSONB");

    /** What a value becomes. */
    enum Kind {
        PLAIN,
        INSTANT,
        JSON
    }

    Column {
        path = List.copyOf(path);
    }

    /**
     * The column of a field that is no record. One that may be absent has no default: null says that it is not there. JSON
     * is optional, so that such a column can be added to a table that has rows.
     *
     * @param mayBeAbsent whether a record around it is optional
     */
    static Column of(List<String> path, Schema schema, boolean mayBeAbsent) {
        String name = String.join("_", path);
        boolean optional = mayBeAbsent || schema.isOptional();
        if (schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP) {
            SchemaBuilder json = SchemaBuilder.string().name(JSON).version(1).parameters(BINARY);
            return new Column(name, path, Kind.JSON, optional(json, true));
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            SchemaBuilder instant = SchemaBuilder.string().name(INSTANT).version(1);
            return new Column(name, path, Kind.INSTANT, optional(instant, optional));
        }
        return new Column(name, path, Kind.PLAIN, plain(schema, optional, mayBeAbsent));
    }

    private static Schema plain(Schema schema, boolean optional, boolean mayBeAbsent) {
        SchemaBuilder builder =
                new SchemaBuilder(schema.type()).name(schema.name()).version(schema.version());
        if (schema.name() != null && schema.parameters() != null) {
            builder.parameters(schema.parameters());
        }
        if (schema.defaultValue() != null && !mayBeAbsent) {
            builder.defaultValue(schema.defaultValue());
        }
        return optional(builder, optional);
    }

    private static Schema optional(SchemaBuilder builder, boolean optional) {
        return optional ? builder.optional().build() : builder.build();
    }

    /** The value that a record has for this column. */
    @Nullable
    Object value(Struct record) {
        Object value = record;
        for (String name : path) {
            if (value == null) {
                return null;
            }
            value = ((Struct) value).getWithoutDefault(name);
        }
        return value == null ? null : converted(value);
    }

    private Object converted(Object value) {
        return switch (kind) {
            case PLAIN -> value instanceof String text ? SqlText.of(text) : value;
            case INSTANT -> ((Date) value).toInstant().toString();
            case JSON -> JsonText.of(value);
        };
    }
}
