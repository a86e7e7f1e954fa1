package dev.alize.connect.avro;

import dev.alize.connect.data.ConnectAvro;
import dev.alize.connect.data.Mismatch;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.schemas.serde.SchemaRef;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Connect's data and Avro records in Confluent's wire format. A registry that does not serve us, whatever the
 * record, is a {@link RetriableException}, so that {@code errors.retry.timeout} counts; all else that goes wrong is a
 * {@link DataException}. Connect tries again without a word in its log, so the converter warns. Messages name the topic
 * and never hold data. Any thread may use it once it is configured.
 */
public final class AlizeAvroConverter implements Converter, Versioned {
    private static final Logger LOG = LoggerFactory.getLogger(AlizeAvroConverter.class);

    private final OnceAMinute warnings = new OnceAMinute(System::nanoTime);
    private final AvroSerializer<Object> serializer = new AvroSerializer<>();
    private final AvroDeserializer<Object> deserializer = new AvroDeserializer<>();
    private final Map<Use, Optional<org.apache.avro.Schema>> given = new ConcurrentHashMap<>();
    private @Nullable ConnectAvro data;
    private boolean isKey;

    private record Use(String topic, String record) {}

    @Override
    public String version() {
        return Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "unpackaged");
    }

    @Override
    public ConfigDef config() {
        return ConverterConfig.DEFINITION;
    }

    @Override
    public void configure(Map<String, ?> settings, boolean key) {
        isKey = key;
        data = ConverterConfig.data(settings);
        Map<String, Object> serde = ConverterConfig.serde(settings);
        serializer.configure(serde, key);
        deserializer.configure(serde, key);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, null, schema, value);
    }

    /** Null is null, whatever its schema. */
    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Headers headers, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            org.apache.avro.Schema target = target(topic, schema);
            Object datum = configured().toAvro(schema, value, target);
            return serializer.serialize(topic, headers, target, Objects.requireNonNull(datum));
        } catch (RuntimeException e) {
            throw refusal("write", topic, e);
        }
    }

    private org.apache.avro.Schema target(String topic, @Nullable Schema schema) {
        String record = schema == null || schema.name() == null ? "" : schema.name();
        Use use = new Use(topic, record);
        Optional<org.apache.avro.Schema> named = given.get(use);
        if (named == null) {
            named = serializer.given(topic, record);
            given.put(use, named);
        }
        if (named.isPresent()) {
            return named.get();
        }
        if (schema == null) {
            throw new DataException("got data without a schema, expected one, or use.latest.version=true with"
                    + " auto.register.schemas=false");
        }
        org.apache.avro.Schema own = configured().schema(schema);
        boolean optionalBytes = schema.type() == Schema.Type.BYTES && schema.isOptional();
        return optionalBytes ? org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES) : own;
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        return toConnectData(topic, null, bytes);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        try {
            Object datum = deserializer.deserialize(topic, headers, bytes);
            return configured().toConnect(writer(headers, bytes), datum);
        } catch (RuntimeException e) {
            throw refusal("read", topic, e);
        }
    }

    /** Known by now: the deserializer has just read with it. */
    private org.apache.avro.Schema writer(@Nullable Headers headers, byte[] bytes) {
        SchemaRef ref = (isKey ? SchemaRef.ofKey(headers, bytes) : SchemaRef.ofValue(headers, bytes)).orElseThrow();
        return deserializer.writerSchemas().schema(ref).orElseThrow();
    }

    /** Only messages that are known to hold no data are told. */
    private ConnectException refusal(String what, String topic, RuntimeException e) {
        String part = isKey ? "key" : "value";
        String start = "Cannot " + what + " a " + part + " of " + topic + ": ";
        if (registry(e) instanceof RegistryException lost && !Blame.isTheRecords(lost)) {
            return retriable(start + lost.getMessage(), e);
        }
        boolean told = e instanceof Mismatch
                || e instanceof DataException
                || e instanceof SerializationException
                || e instanceof RegistryException;
        String cause = e.getCause() instanceof RegistryException lost ? lost.getMessage() : e.getMessage();
        boolean schema = e instanceof AvroRuntimeException;
        return new DataException(
                start
                        + (told
                                ? cause
                                : schema
                                        ? "damaged, or not one of its schema"
                                        : e.getClass().getSimpleName()),
                told ? e : null);
    }

    private RetriableException retriable(String message, RuntimeException cause) {
        if (warnings.mayPass()) {
            LOG.warn("{}; errors.retry.timeout says how long it is tried again", message);
        }
        return new RetriableException(message, cause);
    }

    private static @Nullable Throwable registry(RuntimeException e) {
        return e instanceof RegistryException ? e : e.getCause();
    }

    private ConnectAvro configured() {
        if (data == null) {
            throw new IllegalStateException("AlizeAvroConverter was used before configure()");
        }
        return data;
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
