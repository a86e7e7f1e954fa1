package dev.alize.topology;

import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RecordHeader;
import dev.alize.schemas.serde.SchemaRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Key and headers of a request's record, on their way through the store to the response's record. */
final class RecordParts {
    private static final List<String> SCHEMA_HEADERS = List.of(SchemaRef.VALUE_HEADER, SchemaRef.KEY_HEADER);

    /** A GUID takes 17 bytes; what is much more names no schema. */
    private static final int MOST_SCHEMA_BYTES = 64;

    private static final String TRACEPARENT = "traceparent";
    private static final int TRACEPARENT_BYTES = 55;
    /** Version 00 of the W3C's Trace Context: trace and parent in lower case, neither all zeros. */
    private static final Pattern TRACEPARENT_FORM =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private RecordParts() {}

    /** Bytes of key and headers, as Kafka counts them, about. */
    static int sizeOf(Record<byte[], ?> record) {
        int size = record.key() == null ? 0 : record.key().length;
        for (Header header : record.headers()) {
            size += header.key().length() * 3 + (header.value() == null ? 0 : header.value().length) + 10;
        }
        return size;
    }

    /**
     * The record without a key and headers that are too large to be written anywhere again; it can still be decoded.
     */
    static <V> Record<byte[], V> bounded(Record<byte[], V> record) {
        if (sizeOf(record) <= EngineSettings.MAX_KEY_AND_HEADERS) {
            return record;
        }
        return new Record<>(null, record.value(), record.timestamp(), schema(record.headers()));
    }

    /** The headers of the serde alone: those that name the schemas of value and key. */
    static Headers schema(Headers headers) {
        RecordHeaders schema = new RecordHeaders();
        for (String name : SCHEMA_HEADERS) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null && header.value().length <= MOST_SCHEMA_BYTES) {
                schema.add(header);
            }
        }
        return schema;
    }

    static byte @Nullable [] key(OpenRequest open) {
        ByteBuffer key = open.getKey();
        return key == null ? null : bytes(key);
    }

    /** Copies headers, for the store; those of the serde are left behind, because the response has its own. */
    static List<RecordHeader> stored(Headers headers) {
        List<RecordHeader> stored = new ArrayList<>();
        for (Header header : headers) {
            if (!SCHEMA_HEADERS.contains(header.key())) {
                byte[] value = header.value();
                stored.add(new RecordHeader(header.key(), value == null ? null : ByteBuffer.wrap(value)));
            }
        }
        return stored;
    }

    static Headers headers(OpenRequest open) {
        RecordHeaders headers = new RecordHeaders();
        for (RecordHeader header : open.getHeaders()) {
            headers.add(header.getName(), header.getValue() == null ? null : bytes(header.getValue()));
        }
        return headers;
    }

    /** The W3C trace context among the headers; null where there is none, or one of another form, which may say anything. */
    static @Nullable String traceparent(OpenRequest open) {
        for (RecordHeader header : open.getHeaders()) {
            ByteBuffer value = header.getValue();
            if (value != null
                    && value.remaining() == TRACEPARENT_BYTES
                    && header.getName().equals(TRACEPARENT)) {
                String text = new String(bytes(value), StandardCharsets.ISO_8859_1);
                return TRACEPARENT_FORM.matcher(text).matches() ? text : null;
            }
        }
        return null;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
