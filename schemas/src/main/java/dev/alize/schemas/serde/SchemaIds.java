package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegisteredSchema;
import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;

/** Under which id, and with which schema, the records of a schema are written to a topic. Asks the registry once each. */
final class SchemaIds {
    private final RegistryClient registry;
    private final WriterSchemas writerSchemas;
    private final SerdeConfig config;
    private final boolean isKey;
    private final Map<Use, Encoding> encodings = new ConcurrentHashMap<>();

    private record Use(String topic, Schema schema) {}

    SchemaIds(SerdeContext context, boolean isKey) {
        this.registry = context.registry();
        this.writerSchemas = context.writerSchemas();
        this.config = context.config();
        this.isKey = isKey;
    }

    /**
     * From the cache, else from the registry.
     *
     * @throws RegistryException where the registry does not answer or refuses the schema; nothing is cached
     */
    Encoding encoding(String topic, Schema schema) {
        Use use = new Use(topic, schema);
        Encoding encoding = encodings.get(use);
        if (encoding == null) {
            encoding = ask(config.subject(topic, isKey, schema.getFullName()), schema);
            encodings.put(use, encoding);
            writerSchemas.add(encoding.id(), encoding.written());
        }
        return encoding;
    }

    private Encoding ask(String subject, Schema schema) {
        Schema shown = config.removeJavaProperties() ? JavaProperties.without(schema) : schema;
        if (config.autoRegister()) {
            return new Encoding(registry.register(subject, shown, config.normalize()), schema, schema);
        }
        if (config.useSchemaId() >= 0) {
            Schema written = registry.byId(config.useSchemaId());
            return new Encoding(config.useSchemaId(), schema, checked(subject, schema, written));
        }
        if (config.useLatest()) {
            RegisteredSchema latest = registry.latest(subject);
            return new Encoding(latest.id(), schema, checked(subject, schema, latest.schema()));
        }
        return new Encoding(registry.lookup(subject, shown, config.normalize()), schema, schema);
    }

    private Schema checked(String subject, Schema schema, Schema written) {
        SchemaCompatibilityType type = SchemaCompatibility.checkReaderWriterCompatibility(written, schema)
                .getType();
        if (config.strict() && type != SchemaCompatibilityType.COMPATIBLE) {
            throw new SerializationException("Schema " + schema.getFullName() + " cannot be written as subject "
                    + subject + " has it; change the schema or set latest.compatibility.strict=false");
        }
        return sameData(schema, written) ? schema : written;
    }

    private static boolean sameData(Schema a, Schema b) {
        return SchemaNormalization.toParsingForm(a).equals(SchemaNormalization.toParsingForm(b));
    }
}
