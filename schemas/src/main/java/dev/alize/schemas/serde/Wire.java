package dev.alize.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Writes what a record's bytes are: its prefix, if any, then the record in Avro binary. */
final class Wire {
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

    static byte[] write(byte[] prefix, DatumWriter<Object> writer, Object datum) throws IOException {
        Buffer buffer = BUFFERS.get();
        boolean done = false;
        try {
            buffer.reset();
            buffer.write(prefix, 0, prefix.length);
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
    static byte[] write(byte[] prefix, byte[] raw) {
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, bytes, prefix.length, raw.length);
        return bytes;
    }

    /** A record as another, compatible schema has it. */
    static GenericRecord convert(DatumWriter<Object> writer, Object datum, Schema from, Schema to) throws IOException {
        byte[] bytes = write(new byte[0], writer, datum);
        return new GenericDatumReader<GenericRecord>(from, to)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }
}
