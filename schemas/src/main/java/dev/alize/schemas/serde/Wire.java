package dev.alize.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Confluent's wire format: a zero, the schema id as 4 bytes big-endian, the record in Avro binary. */
final class Wire {
    static final byte MAGIC = 0;
    static final int PREFIX = 5;

    /** A buffer that grew larger is given up after the record, so that no thread keeps it. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final ThreadLocal<Buffer> BUFFERS = ThreadLocal.withInitial(Buffer::new);

    private Wire() {}

    /** One thread's output, reused from record to record. */
    private static final class Buffer extends ByteArrayOutputStream {
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(this, null);

        Buffer() {
            super(4096);
        }

        int capacity() {
            return buf.length;
        }
    }

    static byte[] write(int id, DatumWriter<Object> writer, Object datum) throws IOException {
        Buffer buffer = BUFFERS.get();
        boolean done = false;
        try {
            buffer.reset();
            prefix(id, buffer);
            writer.write(datum, buffer.encoder);
            buffer.encoder.flush();
            done = true;
            return buffer.toByteArray();
        } finally {
            if (!done || buffer.capacity() > KEPT_BYTES) {
                BUFFERS.remove();
            }
        }
    }

    /** Bytes of the schema "bytes" stand as they are, without Avro's length. */
    static byte[] write(int id, byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(PREFIX + raw.length);
        prefix(id, out);
        out.write(raw, 0, raw.length);
        return out.toByteArray();
    }

    private static void prefix(int id, ByteArrayOutputStream out) {
        out.write(MAGIC);
        out.write(id >>> 24);
        out.write(id >>> 16);
        out.write(id >>> 8);
        out.write(id);
    }

    /** A record as another, compatible schema has it. */
    static GenericRecord convert(DatumWriter<Object> writer, Object datum, Schema from, Schema to) throws IOException {
        byte[] bytes = write(0, writer, datum);
        return new GenericDatumReader<GenericRecord>(from, to)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, PREFIX, bytes.length - PREFIX, null));
    }
}
