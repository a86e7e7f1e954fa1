package dev.alize.schemas.serde;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where a record names its schema and where its data start. The header comes first; without one the record's first bytes
 * say it. Both are a byte for the version and then an id (version 0) or a GUID (version 1). A header that cannot be read
 * is not passed over: the data behind it have no prefix.
 *
 * @param start index of the first byte of data
 */
record Framing(SchemaRef schema, int start) {
    private static final byte ID = 0;
    private static final byte GUID = 1;

    static final int ID_BYTES = 1 + Integer.BYTES;
    static final int GUID_BYTES = 1 + 2 * Long.BYTES;

    /** @param name of the header */
    static Optional<Framing> of(@Nullable Headers headers, String name, byte[] record) {
        Header header = headers == null ? null : headers.lastHeader(name);
        if (header != null && header.value() != null) {
            return read(header.value()).map(framing -> new Framing(framing.schema(), 0));
        }
        return read(record);
    }

    private static Optional<Framing> read(byte[] bytes) {
        if (bytes.length >= ID_BYTES && bytes[0] == ID) {
            int id = ByteBuffer.wrap(bytes).getInt(1);
            return id < 0 ? Optional.empty() : Optional.of(new Framing(new SchemaRef.Id(id), ID_BYTES));
        }
        if (bytes.length >= GUID_BYTES && bytes[0] == GUID) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 2 * Long.BYTES);
            UUID guid = new UUID(buffer.getLong(), buffer.getLong());
            return Optional.of(new Framing(new SchemaRef.Guid(guid), GUID_BYTES));
        }
        return Optional.empty();
    }

    static byte[] bytes(int id) {
        return ByteBuffer.allocate(ID_BYTES).put(ID).putInt(id).array();
    }

    static byte[] bytes(UUID guid) {
        return ByteBuffer.allocate(GUID_BYTES)
                .put(GUID)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }
}
