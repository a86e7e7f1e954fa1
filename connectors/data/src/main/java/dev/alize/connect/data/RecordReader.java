package dev.alize.connect.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads generated records out of Connect's data, whichever converter made them. Fields that the record does not have are left
 * out. Not for several threads at once.
 *
 * @param <T> a generated record
 */
public final class RecordReader<T extends SpecificRecord> {
    private final Schema schema;
    private final GenericDatumWriter<Object> writer;
    private final GenericDatumReader<T> reader;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** For records of one class. */
    public RecordReader(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
        this.writer = new GenericDatumWriter<>(schema);
        this.reader = new SpecificDatumReader<>(schema, schema, model);
    }

    /**
     * The record that a struct, or a map without schema, holds.
     *
     * @throws DataException where it is no such record: the field, what it is, what was expected
     */
    public T read(@Nullable Object value) {
        if (!(value instanceof Struct) && !(value instanceof java.util.Map<?, ?>)) {
            throw new DataException(
                    Mismatch.of(value, "a record " + schema.getFullName()).getMessage());
        }
        try {
            Object generic = AvroValues.lenient().convert(null, value, schema);
            bytes.reset();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            writer.write(generic, encoder);
            return reader.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (Mismatch e) {
            throw new DataException("No " + schema.getFullName() + ": " + e.getMessage());
        } catch (IOException | AvroRuntimeException e) {
            throw new DataException(
                    "No " + schema.getFullName() + ": " + e.getClass().getSimpleName());
        }
    }
}
