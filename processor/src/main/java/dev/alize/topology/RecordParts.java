package dev.alize.topology;

import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Key and headers of a request's record, on their way through the store to the response's record. */
final class RecordParts {
    private RecordParts() {}

    static byte @Nullable [] key(OpenRequest open) {
        ByteBuffer key = open.getKey();
        return key == null ? null : bytes(key);
    }

    /** Copies headers, for the store; those of the serde are left behind, because the response has its own. */
    static List<RecordHeader> stored(Headers headers) {
        List<RecordHeader> stored = new ArrayList<>();
        for (Header header : headers) {
            if (!header.key().equals("__key_schema_id") && !header.key().equals("__value_schema_id")) {
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
