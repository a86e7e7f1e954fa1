package dev.alize.schemas.serde;

import dev.alize.schemas.registry.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/** How the records of one schema are written: under which name, and as which schema has them. Any thread may use it. */
final class Encoding {
    private final Registration registration;
    private final byte[] prefix;
    private final byte @Nullable [] header;
    private final Schema own;
    private final Schema written;
    private final boolean converts;
    private final DatumWriter<Object> writer;
    private final DatumWriter<Object> converted;

    static Encoding prefixed(Registration registration, Schema own, Schema written) {
        return new Encoding(registration, Framing.bytes(registration.id()), null, own, written);
    }

    static Encoding inHeader(Registration registration, UUID guid, Schema own, Schema written) {
        return new Encoding(registration, new byte[0], Framing.bytes(guid), own, written);
    }

    private Encoding(Registration registration, byte[] prefix, byte @Nullable [] header, Schema own, Schema written) {
        this.registration = registration;
        this.prefix = prefix;
        this.header = header;
        this.own = own;
        this.written = written;
        this.converts = !own.equals(written);
        this.writer = new SpecificDatumWriter<>(own, SpecificData.getForSchema(own));
        this.converted = new GenericDatumWriter<>(written);
    }

    int id() {
        return registration.id();
    }

    /** All that the registry calls the schema. */
    List<SchemaRef> names() {
        List<SchemaRef> names = new ArrayList<>(List.of(new SchemaRef.Id(registration.id())));
        if (registration.guid() != null) {
            names.add(new SchemaRef.Guid(registration.guid()));
        }
        return names;
    }

    /** What goes into the header that names the schema; null where the prefix does. */
    byte @Nullable [] header() {
        return header;
    }

    Schema written() {
        return written;
    }

    byte[] encode(Object datum) throws IOException {
        if (datum instanceof byte[] raw) {
            return Wire.write(prefix, raw);
        }
        if (datum instanceof ByteBuffer buffer) {
            byte[] raw = new byte[buffer.remaining()];
            buffer.duplicate().get(raw);
            return Wire.write(prefix, raw);
        }
        if (!converts) {
            return Wire.write(prefix, writer, datum);
        }
        return Wire.write(prefix, converted, Wire.convert(writer, datum, own, written));
    }
}
