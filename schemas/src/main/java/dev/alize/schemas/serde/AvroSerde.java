package dev.alize.schemas.serde;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializer and deserializer with one client and one cache of schemas.
 *
 * @param <T> see {@link AvroSerializer} and {@link AvroDeserializer}
 */
public final class AvroSerde<T> implements Serde<T> {
    private final AvroSerializer<T> serializer;
    private final AvroDeserializer<T> deserializer;

    /** For Kafka, which calls {@link #configure}; reads what the writer's schema says. */
    public AvroSerde() {
        this.serializer = new AvroSerializer<>();
        this.deserializer = new AvroDeserializer<>();
    }

    /** For one generated class, with what others use, too; {@link #close} leaves that open. */
    public AvroSerde(SerdeContext context, Class<T> type, boolean isKey) {
        this.serializer = new AvroSerializer<>(context, isKey);
        this.deserializer = new AvroDeserializer<>(context, type, isKey);
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        SerdeContext context = SerdeContext.of(settings);
        serializer.adopt(context, isKey);
        deserializer.share(context, isKey);
    }

    /** See {@link AvroSerializer#prepare}. */
    public int prepare(String topic, Schema schema) {
        return serializer.prepare(topic, schema);
    }

    /** See {@link AvroDeserializer#writerSchemas}. */
    public WriterSchemas writerSchemas() {
        return deserializer.writerSchemas();
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
