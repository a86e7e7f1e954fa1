package dev.alize.schemas.registry;

import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as the registry holds it.
 *
 * @param version 1 is the first of a subject
 * @param id over all subjects
 * @param guid null where the registry has none
 */
public record RegisteredSchema(
        String subject, int version, int id, @Nullable UUID guid, Schema schema) {
    /** What the registry calls it. */
    public Registration registration() {
        return new Registration(id, guid);
    }
}
