package dev.alize.connect.transform;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroSerializer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the record of a request out of a row of an outbox: the value is the JSON body of a chat completion, the header
 * {@code id} is the request's id, other headers are what {@link OutboxRow} reads. The new value is Avro in Confluent's wire
 * format, as bytes; the key is the ordering key, else the id. A row that is no request goes to a topic of dead letters
 * with the cause and as much of its payload and columns as a record holds, since Connect has no dead letter queue for
 * sources. Debezium's heartbeats go on as bytes: Connect stores the place in the database's log only of records that are
 * written. Messages never hold data. One task's thread uses it.
 */
public final class RequestFromChat<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    /** As in Connect's own dead letter queues. */
    static final String CAUSE = "__connect.errors.exception.message";

    static final String MEANT_FOR = "__connect.errors.topic";

    private static final Logger LOG = LoggerFactory.getLogger(RequestFromChat.class);
    private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

    private final AvroSerializer<CompletionRequest> serializer = new AvroSerializer<>();
    private @Nullable RequestSettings settings;

    @Override
    public String version() {
        return Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "unpackaged");
    }

    @Override
    public ConfigDef config() {
        return RequestSettings.DEFINITION;
    }

    @Override
    public void configure(Map<String, ?> given) {
        settings = RequestSettings.of(given);
        serializer.configure(given, false);
    }

    /**
     * The request, the dead letter, or the heartbeat with its time in milliseconds as a text.
     *
     * @throws RetriableException where the registry does not answer
     * @throws DataException where the record has no header {@code id}: it does not come from the outbox router
     */
    @Override
    public R apply(R record) {
        if (record.value() instanceof Struct beat
                && HEARTBEAT.equals(beat.schema().name())) {
            String time = String.valueOf(beat.get("ts_ms"));
            return made(record, record.topic(), null, time.getBytes(StandardCharsets.UTF_8), record.headers());
        }
        OutboxRow row = new OutboxRow(record);
        if (!row.isNamed()) {
            throw new DataException("A record of " + record.topic()
                    + " has no header id; expected one: RequestFromChat stands behind Debezium's EventRouter");
        }
        try {
            return request(record, row);
        } catch (BadRowException e) {
            return deadLetter(record, row, e);
        }
    }

    private R request(R record, OutboxRow row) throws BadRowException {
        RequestSettings configured = configured();
        CompletionRequest request = row.request(configured);
        byte[] value = serialize(record.topic(), request);
        String key = Objects.requireNonNullElse(request.getOrderingKey(), request.getRequestId());
        Headers headers = others(record.headers());
        int size = value.length + Room.size(key);
        for (Header header : headers) {
            size += Room.size(header);
        }
        if (size > configured.maxBytes()) {
            throw new BadRowException("payload", "a request of " + size + " bytes", "at most " + configured.maxBytes());
        }
        return made(record, record.topic(), key, value, headers);
    }

    private byte[] serialize(String topic, CompletionRequest request) {
        try {
            return Objects.requireNonNull(serializer.serialize(topic, request));
        } catch (SerializationException e) {
            boolean passing = e.getCause() instanceof RegistryException lost && lost.isTransient();
            String message = "Requests cannot be written to " + topic + ": " + e.getMessage();
            throw passing ? new RetriableException(message, e) : new ConnectException(message, e);
        }
    }

    /** What is neither of the request nor empty, such as a traceparent; the response brings it back. */
    private static Headers others(Headers headers) {
        Headers others = new ConnectHeaders();
        for (Header header : headers) {
            if (header.value() != null && !OutboxRow.COLUMNS.contains(header.key())) {
                others.add(header);
            }
        }
        return others;
    }

    private R deadLetter(R record, OutboxRow row, BadRowException cause) {
        String topic = configured().deadLetters();
        LOG.warn("Row {} is no request and goes to {}: {}", row.id(), topic, cause.getMessage());
        String key = row.id();
        Headers headers = new ConnectHeaders();
        headers.addString(CAUSE, cause.getMessage());
        headers.addString(MEANT_FOR, record.topic());
        Room room = new Room(configured().maxBytes());
        boolean named = room.take(Room.size(key) + Room.size(cause.getMessage()));
        byte[] payload = row.payload();
        boolean fits = named && payload != null && room.take(payload.length);
        for (Header header : record.headers()) {
            if (room.take(Room.size(header))) {
                headers.add(header);
            }
        }
        return made(record, topic, key, fits ? payload : null, headers);
    }

    private R made(R record, String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
        return record.newRecord(
                topic,
                null,
                Schema.OPTIONAL_STRING_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                record.timestamp(),
                headers);
    }

    private RequestSettings configured() {
        if (settings == null) {
            throw new IllegalStateException("RequestFromChat was used before configure()");
        }
        return settings;
    }

    @Override
    public void close() {
        serializer.close();
    }
}
