package dev.alize.trail;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.SchemaRef;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decodes the values of an exported trail with the schemas that stand in it. */
final class FileValues {
    /** A byte for the kind, then a number of four bytes or a GUID of sixteen. */
    private static final int ID_BYTES = 5;

    private static final int GUID_BYTES = 17;

    private final Map<String, SpecificDatumReader<AuditEvent>> readers = new HashMap<>();

    FileValues() {
        // Declares the generated classes as trusted, which Avro's own readers ask for.
        new AvroDeserializer<>(AuditEvent.class).close();
    }

    void learn(GenericRecord found) {
        Schema own = AuditEvent.getClassSchema();
        Schema writer = new Schema.Parser().parse(found.get("schema").toString());
        if (writer.getFullName().equals(own.getFullName())) {
            readers.put(
                    found.get("reference").toString(),
                    new SpecificDatumReader<>(writer, own, SpecificData.getForClass(AuditEvent.class)));
        }
    }

    Entry entry(GenericRecord record, Instant at, byte @Nullable [] value, boolean bytesOnly) {
        Headers headers = ExportFormat.headers(record);
        return new Entry(
                (int) record.get("partition"),
                (long) record.get("offset"),
                at,
                ExportFormat.bytes(record.get("key")),
                headers,
                value,
                bytesOnly || value == null ? null : event(headers, value));
    }

    private @Nullable AuditEvent event(Headers headers, byte[] value) {
        Optional<SchemaRef> reference = SchemaRef.ofValue(headers, value);
        if (reference.isEmpty()) {
            return null;
        }
        SpecificDatumReader<AuditEvent> reader = readers.get(reference.get().toString());
        if (reader == null) {
            return null;
        }
        Header named = headers.lastHeader(SchemaRef.VALUE_HEADER);
        int prefix = reference.get() instanceof SchemaRef.Id ? ID_BYTES : GUID_BYTES;
        int start = named != null && named.value() != null ? 0 : prefix;
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(value, start, value.length - start, null));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
