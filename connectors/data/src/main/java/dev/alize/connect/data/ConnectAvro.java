package dev.alize.connect.data;

import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Data between Connect and Avro, with the schemas that were converted last. Any thread may use it. */
public final class ConnectAvro {
    private final Naming naming;
    private final Recent<Schema, org.apache.kafka.connect.data.Schema> connect;
    private final Recent<org.apache.kafka.connect.data.Schema, Schema> avro;

    /** @param schemas how many schemas are kept in each direction, 1 or more */
    public ConnectAvro(Naming naming, int schemas) {
        this.naming = naming;
        this.connect = new Recent<>(schemas);
        this.avro = new Recent<>(schemas);
    }

    /**
     * What a record read with a schema is in Connect.
     *
     * @param datum as Avro's generic reader gives it
     * @throws DataException where Connect cannot have such data
     */
    public SchemaAndValue toConnect(Schema writer, @Nullable Object datum) {
        org.apache.kafka.connect.data.Schema schema = connect.get(writer, key -> ConnectSchemas.of(key, naming));
        return new SchemaAndValue(schema, ConnectValues.of(schema, writer, datum, naming));
    }

    /**
     * The schema that data of Connect's schema are written with.
     *
     * @throws DataException where Avro cannot have such data
     */
    public Schema schema(org.apache.kafka.connect.data.Schema schema) {
        return avro.get(schema, key -> AvroSchemas.of(key, naming));
    }

    /**
     * The value as a schema has it, its own or another one.
     *
     * @param schema Connect's, null where the data have none
     * @throws Mismatch where the value is not one of that schema
     */
    public @Nullable Object toAvro(
            org.apache.kafka.connect.data.@Nullable Schema schema, @Nullable Object value, Schema target) {
        return AvroValues.strict().convert(schema, value, target);
    }
}
