package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.Target;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Erasure;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.RetryTicket;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.dialect.Dialect;
import dev.alize.schemas.chat.dialect.Translation;
import dev.alize.schemas.chat.dialect.Translator;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroSerde;
import dev.alize.schemas.serde.IdentityPeek;
import dev.alize.schemas.serde.SchemaRef;
import dev.alize.schemas.serde.WriterSchemas;
import dev.alize.topology.clients.SchemaCache;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;

/**
 * The codec of a running gateway: values in the configured serde, bodies of calls in JSON. With our own serde no method does
 * I/O after {@link #prepare}; another one (Confluent's) looks the schema of a producer up when it first meets it.
 */
public final class WireCodec implements Codec, AutoCloseable {
    private static final long REFUSED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_REFUSED = 10_000;

    private final Serde<Object> serde;
    /** By topic; what has none is not in here. */
    private final Map<String, Header> schemaHeaders = new ConcurrentHashMap<>();

    private final Map<SchemaRef, Long> refused = new ConcurrentHashMap<>();
    private final TopicNames topics;
    /** Topics of tenants, with the one of all whose schema they have. */
    private final Map<String, String> standsFor = new HashMap<>();

    /** @param serde configured, and safe to use from several threads; closed with this codec */
    public WireCodec(Serde<Object> serde, TopicNames topics) {
        this.serde = serde;
        this.topics = topics;
        for (Tenancy.Replies own : topics.tenancy().replies()) {
            standsFor.put(own.responses(), topics.responses());
            standsFor.put(own.chunks(), topics.chunks());
        }
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
                topics.retries(), Samples.retryTicket(),
                topics.fallbacks(), Samples.fallbackTicket(),
                topics.deadLetters(), Samples.deadLetter(),
                topics.audit(), Samples.auditEvent(),
                topics.checkpoints(), Samples.checkpoint(),
                topics.cache(), Samples.cachedAnswer(),
                topics.budgetClaims(), Samples.budgetClaim());
        samples.forEach(this::encode);
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
        public Optional<SchemaRef> schemaOf(Headers headers, byte[] value) {
            return SchemaRef.ofValue(headers, value);
        }

        @Override
        public boolean knows(SchemaRef schema) {
            return schemas.knows(schema) || isRefused(schema);
        }

        @Override
        public void load(SchemaRef schema) {
            try {
                schemas.load(schema);
                refused.remove(schema);
            } catch (RegistryException e) {
                if (e.isTransient()) {
                    throw e;
                }
                forgetOld();
                refused.put(schema, System.nanoTime());
            }
        }
    }

    private boolean isRefused(SchemaRef schema) {
        Long since = refused.get(schema);
        return since != null && System.nanoTime() - since < REFUSED_NANOS;
    }

    /** Records can name any schema, so what is remembered of wrong ones is bounded. */
    private void forgetOld() {
        if (refused.size() >= MOST_REFUSED) {
            refused.keySet().removeIf(schema -> !isRefused(schema));
        }
        if (refused.size() >= MOST_REFUSED) {
            refused.clear();
        }
    }

    private record ForeignSchemas() implements SchemaCache {
        @Override
        public Optional<SchemaRef> schemaOf(Headers headers, byte[] value) {
            return Optional.empty();
        }

        @Override
        public boolean knows(SchemaRef schema) {
            return true;
        }

        @Override
        public void load(SchemaRef schema) {}
    }

    @Override
    public CompletionRequest request(Headers headers, byte[] value) throws CodecException {
        return decode(topics.requests(), headers, value, CompletionRequest.class);
    }

    @Override
    public Cancellation cancellation(Headers headers, byte[] value) throws CodecException {
        return decode(topics.cancels(), headers, value, Cancellation.class);
    }

    private <T> T decode(String topic, Headers headers, byte[] value, Class<T> type) throws CodecException {
        SchemaRef schema = SchemaRef.ofValue(headers, value).orElse(null);
        if (schema != null && refused.containsKey(schema)) {
            throw new CodecException(schema + ": the registry refuses to give it");
        }
        Object record;
        try {
            record = serde.deserializer().deserialize(topic, headers, value);
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
    public Optional<Identity> identity(Headers headers, byte[] value) {
        if (!(serde instanceof AvroSerde<Object> own)) {
            return Optional.empty();
        }
        return SchemaRef.ofValue(headers, value)
                .flatMap(own.writerSchemas()::schema)
                .flatMap(writer -> IdentityPeek.of(writer, headers, value))
                .map(peek -> new Identity(peek.tenant(), peek.requestId(), peek.redrive()));
    }

    @Override
    public Erasure erasure(Headers headers, byte[] value) throws CodecException {
        return decode(topics.erasures(), headers, value, Erasure.class);
    }

    @Override
    public RetryTicket retryTicket(Headers headers, byte[] value) throws CodecException {
        return decode(topics.retries(), headers, value, RetryTicket.class);
    }

    @Override
    public FallbackTicket fallbackTicket(Headers headers, byte[] value) throws CodecException {
        return decode(topics.fallbacks(), headers, value, FallbackTicket.class);
    }

    @Override
    public byte[] encode(RetryTicket ticket) {
        return encode(topics.retries(), ticket);
    }

    @Override
    public byte[] encode(FallbackTicket ticket) {
        return encode(topics.fallbacks(), ticket);
    }

    @Override
    public byte[] encode(CompletionResponse response) {
        return encode(topics.responses(), response);
    }

    @Override
    public byte[] encode(AuditEvent event) {
        return encode(topics.audit(), event);
    }

    @Override
    public byte[] encode(AuditCheckpoint checkpoint) {
        return encode(topics.checkpoints(), checkpoint);
    }

    @Override
    public byte[] encode(DeadLetter deadLetter) {
        return encode(topics.deadLetters(), deadLetter);
    }

    /** The records of a topic have one schema, so one header serves them all. */
    private byte[] encode(String topic, SpecificRecord record) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = serde.serializer().serialize(topic, headers, record);
        Header schema = headers.lastHeader(SchemaRef.VALUE_HEADER);
        if (schema != null) {
            schemaHeaders.putIfAbsent(topic, schema);
        }
        return value;
    }

    @Override
    public Optional<Header> schemaHeader(String topic) {
        return Optional.ofNullable(schemaHeaders.get(standsFor.getOrDefault(topic, topic)));
    }

    @Override
    public byte[] encode(CompletionChunk chunk) {
        return encode(topics.chunks(), chunk);
    }

    @Override
    public byte[] encode(CachedAnswer answer) {
        return encode(topics.cache(), answer);
    }

    @Override
    public byte[] encode(BudgetClaim claim) {
        return encode(topics.budgetClaims(), claim);
    }

    @Override
    public BudgetGrant budgetGrant(Headers headers, byte[] value) throws CodecException {
        return decode(topics.budgets(), headers, value, BudgetGrant.class);
    }

    @Override
    public TranslatedBody body(CompletionRequest request, Target target) {
        Dialect dialect = target.dialect() == dev.alize.domain.Dialect.MISTRAL ? Dialect.MISTRAL : Dialect.OPENAI;
        Translation translation = Translator.translate(request, target.model(), dialect)
                .orElseThrow(() -> new IllegalStateException("The dialect of target " + target.id() + " has no "
                        + request.getEndpoint() + "; routing goes by capabilities"));
        return new TranslatedBody(translation.body(), translation.ids(), translation.dropped());
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
