package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegistryException;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro records in Confluent's wire format, whether a header or the first bytes name the schema. Any number of
 * threads may use one. A record whose schema {@link WriterSchemas#knows is known} is read without asking the registry;
 * else the call blocks for it.
 *
 * @param <T> a generated record, {@code GenericRecord} where {@code specific.avro.reader} is false, or {@code byte[]}
 *     for the schema "bytes"
 */
public final class AvroDeserializer<T> implements Deserializer<T> {
    private final @Nullable Class<T> expected;
    private @Nullable SerdeContext owned;
    private @Nullable Decoding decoding;

    /** For Kafka, which calls {@link #configure}; reads what the writer's schema says. */
    public AvroDeserializer() {
        TrustedRecords.declare();
        this.expected = null;
    }

    /** Reads records of one generated class only, whatever {@code specific.avro.reader} says. */
    public AvroDeserializer(Class<T> expected) {
        TrustedRecords.declare();
        this.expected = expected;
    }

    /** Uses what others use, too; {@link #close} leaves it open. */
    public AvroDeserializer(SerdeContext context, Class<T> expected, boolean isKey) {
        this(expected);
        share(context, isKey);
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        SerdeContext context = SerdeContext.of(settings);
        share(context, isKey);
        owned = context;
    }

    /** Uses a context that somebody else closes. */
    void share(SerdeContext context, boolean isKey) {
        close();
        decoding = new Decoding(context, expected, isKey);
    }

    /** The schemas this reads with; shared with everything of the same context. */
    public WriterSchemas writerSchemas() {
        return configured().writerSchemas();
    }

    /** Reads a record without headers; see {@link #deserialize(String, Headers, byte[])}. */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] record) {
        return deserialize(topic, null, record);
    }

    /**
     * Null stays null.
     *
     * @throws SerializationException where the bytes are not in the wire format, damaged, of another record than
     *     expected, of a schema the registry does not have, or where the registry does not answer (then its cause is a
     *     {@link RegistryException})
     */
    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T deserialize(String topic, @Nullable Headers headers, byte @Nullable [] record) {
        if (record == null) {
            return null;
        }
        try {
            return (T) configured().decode(headers, record);
        } catch (RegistryException e) {
            throw new SerializationException("Cannot read a record of " + topic, e);
        } catch (IOException | RuntimeException e) {
            throw Refusal.of("Cannot read a record of " + topic + ": damaged", e);
        }
    }

    private Decoding configured() {
        if (decoding == null) {
            throw new IllegalStateException("AvroDeserializer was used before configure()");
        }
        return decoding;
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
            owned = null;
        }
    }
}
