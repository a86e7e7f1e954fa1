package dev.alize.budget;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Bytes of a store: one version byte, then the record in Avro binary. */
public final class StoredAvro {
    private static final byte VERSION = 1;

    private StoredAvro() {}

    public static byte[] write(SpecificRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(VERSION);
        try {
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are of a newer version, or of something else */
    public static <T> T read(byte[] bytes, Class<T> type) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new IllegalStateException("The store holds a " + type.getSimpleName() + " of another version");
        }
        try {
            return new SpecificDatumReader<>(type)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null));
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalStateException("A " + type.getSimpleName() + " of the store cannot be read", e);
        }
    }
}
