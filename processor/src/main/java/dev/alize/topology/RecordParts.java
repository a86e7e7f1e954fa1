package dev.alize.topology;

import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RecordHeader;
import dev.alize.schemas.serde.SchemaRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
