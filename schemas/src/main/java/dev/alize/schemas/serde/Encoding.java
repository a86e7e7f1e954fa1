package dev.alize.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/** How the records of one schema are written: under which id, and as which schema has them. Any thread may use it. */
final class Encoding {
    private final int id;
    private final Schema own;
    private final Schema written;
    private final boolean converts;
    private final DatumWriter<Object> writer;
    private final DatumWriter<Object> converted;

    Encoding(int id, Schema own, Schema written) {
        this.id = id;
        this.own = own;
        this.written = written;
        this.converts = !own.equals(written);
        this.writer = new SpecificDatumWriter<>(own, SpecificData.getForSchema(own));
        this.converted = new GenericDatumWriter<>(written);
    }

    int id() {
        return id;
    }

    Schema written() {
        return written;
    }

    byte[] encode(Object datum) throws IOException {
        if (datum instanceof byte[] raw) {
            return Wire.write(id, raw);
        }
        if (datum instanceof ByteBuffer buffer) {
            byte[] raw = new byte[buffer.remaining()];
            buffer.duplicate().get(raw);
            return Wire.write(id, raw);
        }
        if (!converts) {
            return Wire.write(id, writer, datum);
        }
        return Wire.write(id, converted, Wire.convert(writer, datum, own, written));
    }
}
