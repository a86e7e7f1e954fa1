package dev.alize.ingress.kafka;

import dev.alize.ingress.exchange.Identity;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.IdentityPeek;
import dev.alize.schemas.serde.SchemaRef;
import dev.alize.schemas.serde.WriterSchemas;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Whose record it is, by its first fields. Blocks for the registry at the first record of a schema. */
final class Peek {
    private final WriterSchemas schemas;

    Peek(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * The identity; null for a record that has none, such as a damaged one.
     *
     * @throws RegistryException where the registry does not answer (transient) or refuses us
     */
    @Nullable
    Identity of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        SchemaRef ref = SchemaRef.ofValue(record.headers(), value).orElse(null);
        if (ref == null || value == null) {
            return null;
        }
        Optional<Schema> schema = schemas.schema(ref);
        if (schema.isEmpty()) {
            schemas.load(ref);
            schema = schemas.schema(ref);
        }
        return schema.flatMap(writer -> IdentityPeek.of(writer, record.headers(), value))
                .map(peek -> new Identity(peek.tenant(), peek.requestId()))
                .orElse(null);
    }
}
