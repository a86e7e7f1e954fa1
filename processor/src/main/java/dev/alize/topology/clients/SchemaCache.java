package dev.alize.topology.clients;

import dev.alize.schemas.serde.SchemaRef;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** The writer schemas this process knows. Thread-safe. */
public interface SchemaCache {
    /** The schema that a record's header or value names; empty where they name none. */
    Optional<SchemaRef> schemaOf(Headers headers, byte[] value);

    /** Whether decoding a record of this schema needs no look-up, because it, or its absence, is known. */
    boolean knows(SchemaRef schema);

    /**
     * Looks the schema up and keeps what comes out; blocks.
     *
     * @throws RuntimeException where the registry cannot say now; asking again later may help
     */
    void load(SchemaRef schema);
}
