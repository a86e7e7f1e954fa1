package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro records (generated or generic) and plain bytes in Confluent's wire format, with the schema's id in front
 * or, where configured so, its GUID in a record header. Any number of threads may use one. Blocks for the registry at the first record of a topic and schema, unless {@link #prepare} was called.
 *
 * @param <T> what is written: a generated record, {@code GenericRecord}, {@code byte[]} or {@code ByteBuffer}
 */
public final class AvroSerializer<T> implements Serializer<T> {
    private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

    private @Nullable SerdeContext owned;
    private @Nullable SchemaIds ids;
    private String header = SchemaRef.VALUE_HEADER;

    /** For Kafka, which calls {@link #configure}. */
    public AvroSerializer() {
        TrustedRecords.declare();
    }

    /** Uses what others use, too; {@link #close} leaves it open. */
    public AvroSerializer(SerdeContext context, boolean isKey) {
        this();
        use(context, isKey);
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        adopt(SerdeContext.of(settings), isKey);
    }

    /** Uses a context and closes it at the end. */
    void adopt(SerdeContext context, boolean isKey) {
        close();
        owned = context;
        use(context, isKey);
    }

    private void use(SerdeContext context, boolean isKey) {
        ids = new SchemaIds(context, isKey);
        header = isKey ? SchemaRef.KEY_HEADER : SchemaRef.VALUE_HEADER;
    }

    /**
     * Learns the id of a schema for a topic, so that writing such records there asks the registry nothing. Blocks.
     *
     * @return the id
     * @throws RegistryException where the registry does not answer (transient) or refuses the schema
     */
    public int prepare(String topic, Schema schema) {
        return configured().encoding(topic, schema).id();
    }

    /**
     * The schema that records must be written with, where the configuration names one: {@code use.schema.id} or {@code
     * use.latest.version}. Asks the registry at every call.
     *
     * @param record full name of the record, of which the subject may be made
     * @return empty where records are written with their own schema
     * @throws RegistryException where the registry does not answer (transient) or has no such schema
     */
    public Optional<Schema> given(String topic, String record) {
        return configured().given(topic, record);
    }

    /**
     * Writes without a header.
     *
     * @throws SerializationException where the schema is to be named in a header
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        return serialize(topic, null, record);
    }

    /**
     * Writes a record and has its headers name the schema, or not: a header that was copied with the headers of another
     * record is taken off, because readers believe it first.
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Headers headers, @Nullable T record) {
        if (record == null) {
            return null;
        }
        return serialize(topic, headers, schemaOf(record), record);
    }

    /** The same for data that do not carry their schema, such as a text or a list. */
    public byte[] serialize(String topic, @Nullable Headers headers, Schema schema, Object datum) {
        try {
            Encoding encoding = configured().encoding(topic, schema);
            byte[] bytes = encoding.encode(datum);
            name(encoding.header(), headers);
            return bytes;
        } catch (RegistryException e) {
            throw new SerializationException("Cannot write " + schema.getFullName() + " to " + topic, e);
        } catch (IOException | RuntimeException e) {
            throw Refusal.of("Cannot write " + schema.getFullName() + " to " + topic, e);
        }
    }

    private void name(byte @Nullable [] schema, @Nullable Headers headers) {
        if (headers == null) {
            if (schema != null) {
                throw new SerializationException("Got no headers to write " + header + " into, expected the record's");
            }
            return;
        }
        headers.remove(header);
        if (schema != null) {
            headers.add(header, schema.clone());
        }
    }

    private static Schema schemaOf(Object record) {
        if (record instanceof GenericContainer container) {
            return container.getSchema();
        }
        if (record instanceof byte[] || record instanceof ByteBuffer) {
            return BYTES;
        }
        throw new SerializationException(
                "Cannot write a " + record.getClass().getName() + ", expected an Avro record, byte[] or ByteBuffer");
    }

    private SchemaIds configured() {
        if (ids == null) {
            throw new IllegalStateException("AvroSerializer was used before configure()");
        }
        return ids;
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
            owned = null;
        }
    }
}
