package dev.alize.schemas.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the registry calls a schema that it was shown.
 *
 * @param guid null where the registry has none: Confluent's before 8.0, and Apicurio
 */
public record Registration(int id, @Nullable UUID guid) {
    /** @throws RegistryException where the registry gave none; not transient */
    public UUID requireGuid(String subject) {
        if (guid == null) {
            throw new RegistryException(
                    "Schema registry: subject " + subject + ", id " + id
                            + ": got no GUID for the schema, expected one to write into record headers:"
                            + " a registry that has GUIDs, or schema ids in front of the data"
                            + " (io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer)",
                    200,
                    0,
                    false,
                    null);
        }
        return guid;
    }
}
