package dev.alize.connect.transform;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record one that a table can hold: the fields of a record within become fields of their own ({@code
 * attempt.target} becomes {@code attempt_target}), arrays and maps become JSON, times become texts with their zone. JSON
 * and times have the names that Debezium's JDBC sink knows, so PostgreSQL's columns are jsonb and timestamptz. Nothing
 * is left out but U+0000, which is U+FFFD. A record without a value, which deletes its row, stays as it is. Records of another name are refused:
 * they would add their columns to the table. One task's thread uses it.
 */
public final class SqlColumns<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private static final String RECORD_NAME = "record.name";
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    RECORD_NAME,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new NonEmptyString(),
                    Importance.HIGH,
                    "Full name of the records that the table holds, such as dev.alize.schemas.AuditEvent. Others are"
                            + " refused.");

    private String recordName = "";
    private @Nullable Table last;

    /** The columns that the records of a schema have. */
    private record Table(Schema source, List<Column> columns, Schema schema) {
        static Table of(Schema source) {
            List<Column> columns = Columns.of(source);
            SchemaBuilder builder = SchemaBuilder.struct().name(source.name());
            columns.forEach(column -> builder.field(column.name(), column.schema()));
            return new Table(source, columns, builder.build());
        }

        Struct row(Struct record) {
            Struct row = new Struct(schema);
            columns.forEach(column -> row.put(column.name(), column.value(record)));
            return row;
        }
    }

    @Override
    public String version() {
        return Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "unpackaged");
    }

    @Override
    public ConfigDef config() {
        return DEFINITION;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        recordName = new AbstractConfig(DEFINITION, settings, false).getString(RECORD_NAME);
    }

    @Override
    public R apply(R record) {
        if (record.value() == null) {
            return record;
        }
        if (!(record.value() instanceof Struct struct)) {
            throw new DataException("A value of " + record.topic() + " is no record; expected one with a schema,"
                    + " such as the AlizeAvroConverter reads");
        }
        if (!recordName.equals(struct.schema().name())) {
            throw new DataException("A value of " + record.topic() + " is a record "
                    + struct.schema().name() + "; expected " + recordName + " (" + RECORD_NAME + ")");
        }
        Table table = table(struct.schema());
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                table.schema(),
                table.row(struct),
                record.timestamp());
    }

    private Table table(Schema schema) {
        Table known = last;
        if (known == null || known.source() != schema && !known.source().equals(schema)) {
            known = Table.of(schema);
            last = known;
        }
        return known;
    }

    @Override
    public void close() {}
}
