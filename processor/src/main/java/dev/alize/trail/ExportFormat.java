package dev.alize.trail;

import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.serde.SchemaRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * An exported trail: an Avro object container. Its metadata hold topic, partitions, window and what retention kept; its
 * data are checkpoints, then records, the schema of a record's value before the first that names it, and an end.
 */
final class ExportFormat {
    static final String VERSION = "alize.trail";
    static final String PARTITIONS = "alize.partitions";
    static final String FROM = "alize.from";
    static final String TO = "alize.to";
    static final String KEPT = "alize.kept";
    static final String EXPORTED_AT = "alize.exported_at";

    private static final Schema HEADER =
            fields("Header").requiredString("name").optionalBytes("value").endRecord();
    private static final Schema RECORD = fields("Record")
            .requiredInt("partition")
            .requiredLong("offset")
            .requiredLong("at")
            .optionalBytes("key")
            .name("headers")
            .type()
            .array()
            .items(HEADER)
            .noDefault()
            .optionalBytes("value")
            .endRecord();
    private static final Schema WRITER = fields("ValueSchema")
            .requiredString("reference")
            .requiredString("schema")
            .endRecord();
    private static final Schema SEAL = fields("Checkpoint")
            .requiredInt("partition")
            .requiredLong("offset")
            .optionalBytes("checkpoint")
            .endRecord();
    private static final Schema END =
            fields("End").requiredLong("records").requiredLong("checkpoints").endRecord();
    static final Schema ALL = Schema.createUnion(RECORD, WRITER, SEAL, END);

    private ExportFormat() {}

    private static SchemaBuilder.FieldAssembler<Schema> fields(String name) {
        return SchemaBuilder.record(name).namespace("dev.alize.trail.export").fields();
    }

    static GenericRecord record(Entry entry) {
        List<GenericRecord> headers = new ArrayList<>();
        entry.headers().forEach(header -> {
            GenericRecord one = new GenericData.Record(HEADER);
            one.put("name", header.key());
            one.put("value", wrapped(header.value()));
            headers.add(one);
        });
        GenericRecord record = new GenericData.Record(RECORD);
        record.put("partition", entry.partition());
        record.put("offset", entry.offset());
        record.put("at", entry.at().toEpochMilli());
        record.put("key", wrapped(entry.key()));
        record.put("headers", headers);
        record.put("value", wrapped(entry.value()));
        return record;
    }

    static GenericRecord schema(SchemaRef reference, Schema schema) {
        GenericRecord record = new GenericData.Record(WRITER);
        record.put("reference", reference.toString());
        record.put("schema", schema.toString());
        return record;
    }

    static GenericRecord seal(SealEntry seal) throws java.io.IOException {
        AuditCheckpoint checkpoint = seal.checkpoint();
        GenericRecord record = new GenericData.Record(SEAL);
        record.put("partition", seal.partition());
        record.put("offset", seal.offset());
        record.put("checkpoint", checkpoint == null ? null : checkpoint.toByteBuffer());
        return record;
    }

    static GenericRecord end(long records, long checkpoints) {
        GenericRecord record = new GenericData.Record(END);
        record.put("records", records);
        record.put("checkpoints", checkpoints);
        return record;
    }

    static boolean is(GenericRecord record, String name) {
        return record.getSchema().getName().equals(name);
    }

    static Headers headers(GenericRecord record) {
        RecordHeaders headers = new RecordHeaders();
        for (Object each : (List<?>) record.get("headers")) {
            GenericRecord header = (GenericRecord) each;
            headers.add(header.get("name").toString(), bytes(header.get("value")));
        }
        return headers;
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    static byte @Nullable [] bytes(@Nullable Object buffer) {
        return buffer == null ? null : Utils.toArray((ByteBuffer) buffer);
    }
}
