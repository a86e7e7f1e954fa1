package dev.alize.schemas.serde;

import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How a record names the schema it was written with. */
public sealed interface SchemaRef {
    /** Record header that names the schema of the key. */
    String KEY_HEADER = "__key_schema_id";

    /** Record header that names the schema of the value. */
    String VALUE_HEADER = "__value_schema_id";

    /** By the registry's number. */
    record Id(int id) implements SchemaRef {
        @Override
        public String toString() {
            return "Schema id " + id;
        }
    }

    /** By a fingerprint that is the same in every registry. */
    record Guid(UUID guid) implements SchemaRef {
        @Override
        public String toString() {
            return "Schema GUID " + guid;
        }
    }

    /** What a record's value was written with; empty where neither its header nor its first bytes say, or it is null. */
    static Optional<SchemaRef> ofValue(@Nullable Headers headers, byte @Nullable [] value) {
        return of(headers, VALUE_HEADER, value);
    }

    /** The same for a record's key. */
    static Optional<SchemaRef> ofKey(@Nullable Headers headers, byte @Nullable [] key) {
        return of(headers, KEY_HEADER, key);
    }

    private static Optional<SchemaRef> of(@Nullable Headers headers, String name, byte @Nullable [] bytes) {
        return bytes == null
                ? Optional.empty()
                : Framing.of(headers, name, bytes).map(Framing::schema);
    }
}
