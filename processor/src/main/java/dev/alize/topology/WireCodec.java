package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroSerde;
import dev.alize.schemas.serde.IdentityPeek;
import dev.alize.schemas.serde.WriterSchemas;
import dev.alize.topology.clients.SchemaCache;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/**
 * The codec of a running gateway: values in the configured serde, bodies of calls in JSON. With our own serde no method does
 * I/O after {@link #prepare}; another one (Confluent's) looks the schema of a producer up when it first meets it.
 */
public final class WireCodec implements Codec, AutoCloseable {
    private static final long REFUSED_NANOS = Duration.ofMinutes(1).toNanos();

    private final Serde<Object> serde;
    private final Map<Integer, Long> refused = new ConcurrentHashMap<>();
    private final TopicNames topics;

    /** @param serde configured, and safe to use from several threads; closed with this codec */
    public WireCodec(Serde<Object> serde, TopicNames topics) {
        this.serde = serde;
        this.topics = topics;
    }

    /**
     * Learns the ids of the schemas that will be written; blocks.
     *
     * @throws RuntimeException where the registry does not answer or refuses a schema
     */
    public void prepare() {
        Map<String, SpecificRecord> samples = Map.of(
                topics.responses(), Samples.response(),
                topics.chunks(), Samples.chunk(),
                topics.deadLetters(), Samples.deadLetter(),
                topics.audit(), Samples.auditEvent());
        samples.forEach((topic, sample) -> serde.serializer().serialize(topic, sample));
    }

    /** The writer schemas this codec knows; a foreign serde keeps its own, so none is waited for. */
    public SchemaCache schemas() {
        if (serde instanceof AvroSerde<Object> own) {
            return new OwnSchemas(own.writerSchemas());
        }
        return new ForeignSchemas();
    }

    /** What the registry refuses for another reason than that it is not there is refused for a while as well. */
    private final class OwnSchemas implements SchemaCache {
        private final WriterSchemas schemas;

        OwnSchemas(WriterSchemas schemas) {
            this.schemas = schemas;
        }

        @Override
        public int idOf(byte[] value) {
            return WriterSchemas.idOf(value);
        }

        @Override
        public boolean knows(int id) {
            return schemas.knows(id) || isRefused(id);
        }

        @Override
        public void load(int id) {
            try {
                schemas.load(id);
                refused.remove(id);
            } catch (RegistryException e) {
                if (e.isTransient()) {
                    throw e;
                }
                refused.put(id, System.nanoTime());
            }
        }
    }

    private boolean isRefused(int id) {
        Long since = refused.get(id);
        return since != null && System.nanoTime() - since < REFUSED_NANOS;
    }

    private record ForeignSchemas() implements SchemaCache {
        @Override
        public int idOf(byte[] value) {
            return -1;
        }

        @Override
        public boolean knows(int id) {
            return true;
        }

        @Override
        public void load(int id) {}
    }

    @Override
    public CompletionRequest request(byte[] value) throws CodecException {
        return decode(topics.requests(), value, CompletionRequest.class);
    }

    @Override
    public Cancellation cancellation(byte[] value) throws CodecException {
        return decode(topics.cancels(), value, Cancellation.class);
    }

    private <T> T decode(String topic, byte[] value, Class<T> type) throws CodecException {
        int id = WriterSchemas.idOf(value);
        if (refused.containsKey(id)) {
            throw new CodecException("Schema id " + id + ": the registry refuses to give it");
        }
        Object record;
        try {
            record = serde.deserializer().deserialize(topic, value);
        } catch (SerializationException e) {
            if (!(serde instanceof AvroSerde<Object>) && isInputOutput(e)) {
                throw e; // a registry out of reach says nothing about the record: try again
            }
            throw new CodecException(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new CodecException("The value is no " + type.getSimpleName() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
        if (!type.isInstance(record)) {
            throw new CodecException("The value is a "
                    + (record == null ? "null" : record.getClass().getSimpleName()) + ", expected a "
                    + type.getSimpleName());
        }
        return type.cast(record);
    }

    private static boolean isInputOutput(Throwable e) {
        return e instanceof IOException || (e.getCause() != null && isInputOutput(e.getCause()));
    }

    @Override
    public Optional<Identity> identity(byte[] value) {
        if (!(serde instanceof AvroSerde<Object> own)) {
            return Optional.empty();
        }
        return own.writerSchemas()
                .schema(WriterSchemas.idOf(value))
                .flatMap(writer -> IdentityPeek.of(writer, value))
                .map(peek -> new Identity(peek.tenant(), peek.requestId(), peek.redrive()));
    }

    @Override
    public byte[] encode(CompletionResponse response) {
        return serde.serializer().serialize(topics.responses(), response);
    }

    @Override
    public byte[] encode(AuditEvent event) {
        return serde.serializer().serialize(topics.audit(), event);
    }

    @Override
    public byte[] encode(DeadLetter deadLetter) {
        return serde.serializer().serialize(topics.deadLetters(), deadLetter);
    }

    @Override
    public byte[] encode(CompletionChunk chunk) {
        return serde.serializer().serialize(topics.chunks(), chunk);
    }

    @Override
    public byte[] body(CompletionRequest request, String model) {
        return ChatJson.requestBytes(request, model, Boolean.TRUE.equals(request.getStream()));
    }

    @Override
    public void readCompletion(byte[] body, CompletionResponse into) throws CodecException {
        try {
            ChatJson.readCompletion(body, into);
        } catch (ChatFormatException e) {
            throw new CodecException("The answer is no completion: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        serde.close();
    }
}
